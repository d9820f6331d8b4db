package org.skypool.core.density;

import java.util.List;

class PowerLawTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new PowerLaw();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-2.35, 0.1, 100},
        new double[] {-1, 0.5, 30},
        new double[] {-1 + 1e-9, 0.5, 30},
        new double[] {0, 1, 2},
        new double[] {3, 0.01, 5},
        new double[] {-2.35, 2, INF},
        new double[] {-0.5, 0, 4});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {-2, 0, 1},
        new double[] {0, 1, INF},
        new double[] {-1, 0, INF},
        new double[] {1, 2, 1},
        new double[] {1, 1, 1},
        new double[] {1, -1, 2},
        new double[] {INF, 1, 2});
  }
}

package org.skypool.core.density;

import java.util.List;

class GammaTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Gamma();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {3, 2.8},
        new double[] {1, 1},
        new double[] {0.3, 2},
        new double[] {0.05, 1},
        new double[] {400, 0.1},
        new double[] {1.5, 1e3});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {0, 1},
        new double[] {-1, 1},
        new double[] {1, 0},
        new double[] {1, -1},
        new double[] {INF, 1},
        new double[] {1, INF});
  }
}

package org.skypool.core.density;

import java.util.List;

class SchechterTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Schechter();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-1.25, 10.7, 8.5},
        new double[] {-1, 10.7, 8},
        new double[] {-0.3, 10, 5},
        new double[] {0.5, 10, 9},
        new double[] {-1.9, 10.5, 11.5},
        new double[] {-2.2, 10.5, 6},
        new double[] {0.5, 1, -INF});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {-1, 1, -INF},
        new double[] {-1.5, 1, -INF},
        new double[] {-1, INF, 1},
        new double[] {-1, 1, INF},
        new double[] {INF, 1, 1});
  }
}

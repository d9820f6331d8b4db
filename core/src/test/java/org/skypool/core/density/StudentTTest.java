package org.skypool.core.density;

import java.util.List;

class StudentTTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new StudentT();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {4, 0, 1},
        new double[] {1, 2, 0.5},
        new double[] {0.5, 0, 3},
        new double[] {30, -5, 1},
        new double[] {1000, 0, 1},
        new double[] {2.5, 100, 7});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {0, 0, 1},
        new double[] {-1, 0, 1},
        new double[] {3, 0, 0},
        new double[] {3, 0, -2},
        new double[] {INF, 0, 1});
  }
}

package org.skypool.core.density;

import java.util.List;

class NormalTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Normal();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {0, 1},
        new double[] {-3, 0.01},
        new double[] {1e5, 20},
        new double[] {2, 1e6});
  }

  @Override
  List<double[]> refused() {
    return List.of(new double[] {0, 0}, new double[] {0, -1}, new double[] {0, INF});
  }
}

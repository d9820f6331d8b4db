package org.skypool.core.density;

import java.util.List;

class UniformTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Uniform();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-2, 0},
        new double[] {1e3, 1e3 + 1},
        new double[] {0, 1e-12},
        new double[] {-1e200, 1e200});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {1, 1}, new double[] {2, 1}, new double[] {0, INF}, new double[] {-INF, 0});
  }
}

package org.skypool.core.density;

import java.util.List;

class LogUniformTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new LogUniform();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(new double[] {0.1, 10}, new double[] {1, 1.001}, new double[] {1e-30, 1e30});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {0, 1},
        new double[] {-1, 1},
        new double[] {2, 1},
        new double[] {1, 1},
        new double[] {1, INF});
  }
}

package org.skypool.core.density;

import java.util.List;

class LogNormalTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new LogNormal();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(new double[] {0, 1}, new double[] {-3, 0.1}, new double[] {10, 3});
  }

  @Override
  List<double[]> refused() {
    return List.of(new double[] {0, 0}, new double[] {0, -1}, new double[] {0, INF});
  }
}

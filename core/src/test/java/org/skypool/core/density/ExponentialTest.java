package org.skypool.core.density;

import java.util.List;

class ExponentialTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Exponential();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(new double[] {1}, new double[] {1e-3}, new double[] {300});
  }

  @Override
  List<double[]> refused() {
    return List.of(new double[] {0}, new double[] {-1}, new double[] {INF});
  }
}

package org.skypool.core.density;

import java.util.List;

class HalfCauchyTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new HalfCauchy();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(new double[] {1}, new double[] {1e-3}, new double[] {25});
  }

  @Override
  List<double[]> refused() {
    return List.of(new double[] {0}, new double[] {-1}, new double[] {INF});
  }
}

package org.skypool.core.density;

import java.util.List;

class BetaTest extends DensityContract {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Override
  Density density() {
    return new Beta();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {0.867, 3.03},
        new double[] {1, 1},
        new double[] {0.1, 0.8},
        new double[] {5, 1.3},
        new double[] {300, 200},
        new double[] {2, 1});
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

  /**
   * Quadrature cannot see the singularity at 1 closer than 1e-16: (1e-16 / 2.5e-8)^0.8 is missed.
   */
  @Override
  double quadratureAccuracy() {
    return 1e-6;
  }
}

package org.skypool.core.density;

import java.util.List;

class HistogramTest extends DensityContract {
  @Override
  Density density() {
    return new Histogram();
  }

  /** One bin; equal bins; heights far apart; a range far from 0. */
  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-1, 2, 0.4},
        new double[] {0, 1, 0.1, -0.7, 2},
        new double[] {8, 12, -3, 10, 8, 1, 0},
        new double[] {-30, -29, 700, 701});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {1, 1, 0, 0},
        new double[] {2, 1, 0, 0},
        new double[] {0, 1, 0, Double.POSITIVE_INFINITY},
        new double[] {0, Double.POSITIVE_INFINITY, 0, 0});
  }

  @Override
  List<Integer> lengths(double[] arguments) {
    return List.of(arguments.length - 2);
  }

  @Override
  double[] breaks(double[] a) {
    return new Histogram().edges(a);
  }
}

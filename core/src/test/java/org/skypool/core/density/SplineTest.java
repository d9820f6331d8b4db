package org.skypool.core.density;

import java.util.List;
import java.util.stream.IntStream;

class SplineTest extends DensityContract {
  @Override
  Density density() {
    return new Spline();
  }

  /** A straight line; three knots; a peak; a steep fall. */
  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {-1, 2, 0.4, 1.3},
        new double[] {0, 1, 0.1, -0.7, 2},
        new double[] {8, 12, -3, 2, 5, 1, 0.3},
        new double[] {-30, -20, 700, 690, 695, 675});
  }

  @Override
  List<double[]> refused() {
    return List.of(
        new double[] {1, 1, 0, 0},
        new double[] {2, 1, 0, 0},
        new double[] {0, 1, 0, Double.POSITIVE_INFINITY});
  }

  @Override
  List<Integer> lengths(double[] arguments) {
    return List.of(arguments.length - 2);
  }

  /** The third derivative jumps at knots. */
  @Override
  double[] breaks(double[] a) {
    int panels = a.length - 3;
    return IntStream.rangeClosed(0, panels)
        .mapToDouble(k -> a[0] + (a[1] - a[0]) * k / panels)
        .toArray();
  }
}

package org.skypool.core.math;

/**
 * {@code log(1 + x)} from correctly rounded operations, without cancellation near 0: {@code log(u)
 * + (x - (u - 1)) / u} with {@code u = 1 + x} rounded, the second term being what rounding lost.
 *
 * <p>The relative error is below 2 units in the last place. -1 gives negative infinity, smaller
 * arguments and NaN give NaN, positive infinity gives itself.
 */
final class LogarithmOnePlus {

  private LogarithmOnePlus() {}

  static double of(double x) {
    return isPlain(x) ? plain(x) : extreme(x);
  }

  static boolean isPlain(double x) {
    return x > -1.0 && x <= Double.MAX_VALUE;
  }

  private static double plain(double x) {
    double u = 1.0 + x;
    return combine(x, u, Logarithm.of(u));
  }

  /** From {@code u = 1 + x}, rounded, and its logarithm. */
  static double combine(double x, double u, double logU) {
    return logU + (x - (u - 1.0)) / u;
  }

  static double extreme(double x) {
    if (x == -1.0) {
      return Double.NEGATIVE_INFINITY;
    }
    return x > 0 ? x : Double.NaN;
  }
}

package org.skypool.core.math;

/**
 * {@code x^y} from correctly rounded operations: {@code exp(y log x)}, the logarithm being carried
 * as a sum of two doubles with an absolute error of 1.5e-17, so that the relative error of the
 * power stays below 5e-14, and below 1e-15 for {@code |y log x| < 5}.
 *
 * <p>{@code StrictMath.pow} where {@code x} is not a positive normal number or the result is near
 * the ends of the range of doubles; NaN where either argument is NaN.
 */
final class Power {

  private Power() {}

  static double of(double x, double y) {
    if (Logarithm.isPlain(x)) {
      double f = Logarithm.fraction(x);
      double k = Logarithm.exponent(x);
      double a = k * Logarithm.LN2_HIGH;
      double main = a + f;
      double lost = f - (main - a);
      double small = smallPart(f, k);
      double high = main + small;
      double low = main - high + small + lost;
      double p = y * high;
      double rest = Math.fma(y, high, -p) + y * low;
      if (isPlain(p)) {
        double e = Exponential.of(p);
        return Math.fma(e, rest, e);
      }
    }
    return extreme(x, y);
  }

  /** Whether {@code e^p} is not near the ends of the range of doubles. */
  static boolean isPlain(double p) {
    return p >= Exponential.LOWEST && p <= Exponential.HIGHEST_PLAIN;
  }

  /** What {@code k ln 2 + f} lacks of the logarithm. */
  static double smallPart(double f, double k) {
    double half = f * 0.5;
    double square = half * f;
    return Logarithm.tail(f, k, square) - square - Math.fma(half, f, -square);
  }

  static double extreme(double x, double y) {
    return Double.isNaN(x) ? Double.NaN : StrictMath.pow(x, y);
  }
}

package org.skypool.core.math;

/**
 * {@code e^x - 1} from correctly rounded operations, without cancellation near 0.
 *
 * <p>With {@code n} and {@code r} as in {@link Exponential}, {@code m = e^r - 1 = r + r^2 q(r)} and
 * the value is {@code 2^n m + (2^n - 1)}; the relative error is below 3 units in the last place.
 * Arguments below -708.39 give -1, those above 709.782712893384 positive infinity, NaN gives NaN.
 */
final class ExponentialMinusOne {

  /** The double 1 as bits: adding n to its exponent gives {@code 2^n}. */
  static final long BITS_OF_ONE = 0x3ff0000000000000L;

  private ExponentialMinusOne() {}

  static double of(double x) {
    return x >= Exponential.LOWEST && x <= Exponential.HIGHEST_PLAIN ? plain(x) : extreme(x);
  }

  private static double plain(double x) {
    double rounded = Math.fma(x, Exponential.INVERSE_LN2, Exponential.ROUNDER);
    return combine(Exponential.reduce(x, rounded - Exponential.ROUNDER), rounded);
  }

  /** From a reduced argument and the rounded quotient. */
  static double combine(double r, double rounded) {
    double m = Math.fma(Exponential.quotient(r), r * r, r);
    long exponent = Double.doubleToRawLongBits(rounded) << Exponential.EXPONENT_SHIFT;
    double scale = Double.longBitsToDouble(exponent + BITS_OF_ONE);
    return Math.fma(scale, m, scale - 1.0);
  }

  /** Arguments outside the plain range; above it 1 is nothing beside the exponential. */
  static double extreme(double x) {
    return x < Exponential.LOWEST ? -1.0 : Exponential.of(x);
  }
}

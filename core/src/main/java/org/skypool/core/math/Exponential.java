package org.skypool.core.math;

/**
 * The exponential function from correctly rounded operations.
 *
 * <p>With {@code n = round(x / ln 2)} and {@code r = x - n ln 2}, {@code |r| <= 0.3467}, the value
 * is {@code 2^n (1 + r (1 + r q(r)))}, where {@code q} interpolates {@code (e^r - 1 - r) / r^2} at
 * ten Chebyshev nodes; the largest relative error of the polynomial is 1.7e-17 and that of the
 * result below 1 unit in the last place (measured: 0.89).
 *
 * <p>Range: {@code x > 709.782712893384} gives positive infinity, {@code x < -708.39} (results
 * below 2.24e-308) gives 0: subnormal results are flushed. NaN gives NaN.
 */
final class Exponential {

  /** 1 / ln 2. */
  static final double INVERSE_LN2 = 0x1.71547652b82fep0;

  /** ln 2 to the nearest double, negated. */
  static final double MINUS_LN2_HIGH = -0x1.62e42fefa39efp-1;

  /** Minus what {@link #MINUS_LN2_HIGH} leaves of ln 2. */
  static final double MINUS_LN2_LOW = -0x1.abc9e3b39803fp-56;

  /**
   * 1.5 * 2^52: adding it rounds a number below 2^51 to an integer, which then stands in the lowest
   * bits of the sum in two's complement.
   */
  static final double ROUNDER = 0x1.8p52;

  /** Width of the fraction of a double, the place of its exponent. */
  static final int EXPONENT_SHIFT = 52;

  /** Arguments below this give 0: here the result is 2.239e-308, just above the smallest normal. */
  static final double LOWEST = -708.39;

  /** Up to this, {@code 2^n} can be applied by adding to the exponent. */
  static final double HIGHEST_PLAIN = 709.0;

  /** Above this the result is infinite whatever the argument. */
  private static final double HIGHEST = 710.0;

  static final double C0 = 0x1.0000000000001p-1;
  static final double C1 = 0x1.5555555555556p-3;
  static final double C2 = 0x1.5555555553d4fp-5;
  static final double C3 = 0x1.11111111109adp-7;
  static final double C4 = 0x1.6c16c17893833p-10;
  static final double C5 = 0x1.a01a01a7c8d47p-13;
  static final double C6 = 0x1.a019b8ef67c6cp-16;
  static final double C7 = 0x1.71de0d9c145d0p-19;
  static final double C8 = 0x1.2891a8c1d838dp-22;
  static final double C9 = 0x1.af38d53857513p-26;

  private Exponential() {}

  static double of(double x) {
    return x >= LOWEST && x <= HIGHEST_PLAIN ? plain(x) : extreme(x);
  }

  private static double plain(double x) {
    double rounded = Math.fma(x, INVERSE_LN2, ROUNDER);
    return scale(polynomial(reduce(x, rounded - ROUNDER)), rounded);
  }

  /** Arguments outside the plain range: 0, a result whose last doubling may overflow, or NaN. */
  static double extreme(double x) {
    if (x < LOWEST) {
      return 0.0;
    }
    if (x > HIGHEST) {
      return Double.POSITIVE_INFINITY;
    }
    if (x > HIGHEST_PLAIN) {
      double rounded = Math.fma(x, INVERSE_LN2, ROUNDER);
      return scale(polynomial(reduce(x, rounded - ROUNDER)), rounded - 1) * 2;
    }
    return Double.NaN;
  }

  static double reduce(double x, double whole) {
    return Math.fma(whole, MINUS_LN2_LOW, Math.fma(whole, MINUS_LN2_HIGH, x));
  }

  /** {@code e^r} for a reduced argument. */
  static double polynomial(double r) {
    return Math.fma(Math.fma(quotient(r), r, 1.0), r, 1.0);
  }

  /** {@code (e^r - 1 - r) / r^2} for a reduced argument. */
  static double quotient(double r) {
    double q = Math.fma(C9, r, C8);
    q = Math.fma(q, r, C7);
    q = Math.fma(q, r, C6);
    q = Math.fma(q, r, C5);
    q = Math.fma(q, r, C4);
    q = Math.fma(q, r, C3);
    q = Math.fma(q, r, C2);
    q = Math.fma(q, r, C1);
    return Math.fma(q, r, C0);
  }

  /** {@code p 2^n}, exact where neither the exponent of p nor that of the result is extreme. */
  static double scale(double p, double rounded) {
    long exponent = Double.doubleToRawLongBits(rounded) << EXPONENT_SHIFT;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(p) + exponent);
  }
}

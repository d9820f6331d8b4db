package org.skypool.core.math;

/**
 * The natural logarithm from correctly rounded operations.
 *
 * <p>With {@code x = 2^k (1 + f)}, {@code sqrt(1/2) <= 1 + f < sqrt(2)}, and {@code s = f / (2 +
 * f)}, the value is {@code k ln 2 + 2 artanh(s)}; {@code (2 artanh(s) - 2 s) / s^3} is interpolated
 * at seven Chebyshev nodes in {@code s^2}, with a largest relative error of 5e-18 in the result.
 * {@code 2 s = f - f^2/2 + s f^2/2} keeps the relative error below 1 unit in the last place
 * (measured: 0.81) also near {@code x = 1}.
 *
 * <p>Range: 0 and -0 give negative infinity, negative arguments and NaN give NaN, positive infinity
 * gives itself, subnormal arguments are as accurate as any other.
 */
final class Logarithm {

  /** Upper 41 bits of ln 2: its product with an exponent is exact. */
  static final double LN2_HIGH = 0x1.62e42fefa3p-1;

  /** ln 2 minus {@link #LN2_HIGH}. */
  static final double LN2_LOW = 0x1.3de6af278ece6p-42;

  /** Bits of sqrt(1/2), where the significand range begins. */
  static final long SIGNIFICAND_START = 0x3fe6a09e667f3bcdL;

  /** Offset that makes every exponent positive, placed in the exponent field. */
  static final long EXPONENT_OFFSET = 1024L << 52;

  static final int EXPONENT_SHIFT = 52;

  static final long EXPONENT_FIELD = 0xfff0000000000000L;

  /** 2^52 as bits: a non-negative integer below 2^52 in its fraction makes the double 2^52 + it. */
  static final long INTEGER_BITS = 0x4330000000000000L;

  /** 2^52 + 1024, what has to be subtracted from a double made with the two constants above. */
  static final double INTEGER_ORIGIN = 0x1p52 + 1024;

  /** 2^54 makes every subnormal number normal. */
  private static final double SUBNORMAL_SCALE = 0x1p54;

  private static final double SUBNORMAL_EXPONENT = -54;

  static final double C0 = 0x1.5555555555558p-1;
  static final double C1 = 0x1.99999999952abp-2;
  static final double C2 = 0x1.2492492df7663p-2;
  static final double C3 = 0x1.c71c62ddb431bp-3;
  static final double C4 = 0x1.7462b6e311a89p-3;
  static final double C5 = 0x1.39fe16ad885a7p-3;
  static final double C6 = 0x1.2b5bd9a316a24p-3;

  private Logarithm() {}

  static double of(double x) {
    return isPlain(x) ? plain(x, 0) : extreme(x);
  }

  /** True for positive normal numbers. */
  static boolean isPlain(double x) {
    return x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE;
  }

  static double extreme(double x) {
    if (x > 0 && x < Double.MIN_NORMAL) {
      return plain(x * SUBNORMAL_SCALE, SUBNORMAL_EXPONENT);
    }
    if (x == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return x > 0 ? x : Double.NaN;
  }

  private static double plain(double x, double exponentCorrection) {
    return combine(fraction(x), exponent(x) + exponentCorrection);
  }

  /** The exponent k of a positive normal number, as a double. */
  static double exponent(double x) {
    long offset = Double.doubleToRawLongBits(x) - SIGNIFICAND_START;
    long k = (offset + EXPONENT_OFFSET) >>> EXPONENT_SHIFT;
    return Double.longBitsToDouble(k | INTEGER_BITS) - INTEGER_ORIGIN;
  }

  /** The fraction f of a positive normal number. */
  static double fraction(double x) {
    long bits = Double.doubleToRawLongBits(x);
    return Double.longBitsToDouble(bits - ((bits - SIGNIFICAND_START) & EXPONENT_FIELD)) - 1.0;
  }

  static double combine(double f, double k) {
    double square = (f * 0.5) * f;
    return k * LN2_HIGH - ((square - tail(f, k, square)) - f);
  }

  /** The logarithm less {@code k} times {@link #LN2_HIGH}, less {@code f}, plus {@code f^2 / 2}. */
  static double tail(double f, double k, double square) {
    double s = f / (f + 2.0);
    double z = s * s;
    double q = Math.fma(C6, z, C5);
    q = Math.fma(q, z, C4);
    q = Math.fma(q, z, C3);
    q = Math.fma(q, z, C2);
    q = Math.fma(q, z, C1);
    q = Math.fma(q, z, C0);
    return Math.fma(s, Math.fma(q, z, square), k * LN2_LOW);
  }
}

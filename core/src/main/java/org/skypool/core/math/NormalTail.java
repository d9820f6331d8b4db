package org.skypool.core.math;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The standard normal cumulative distribution and the probability of intervals, as logarithms that
 * stay accurate (about 1e-15 of {@code max(1, |value|)}) however far in a tail.
 */
public final class NormalTail {

  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_TWO = Math.sqrt(2);
  private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

  /** log(sqrt(2 pi)). */
  public static final double LOG_SQRT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

  private NormalTail() {}

  /** Probability below {@code z}. */
  public static double cdf(double z) {
    return 0.5 * Erfc.value(-z * SQRT_HALF);
  }

  /** Log probability below {@code z}. */
  public static double logCdf(double z) {
    if (z > 1) {
      return StrictMath.log1p(-cdf(-z));
    }
    if (z == Double.NEGATIVE_INFINITY) {
      return z;
    }
    return z > -1
        ? StrictMath.log(cdf(z))
        : StrictMath.log(0.5 * Erfcx.value(-z * SQRT_HALF)) - 0.5 * z * z;
  }

  /** Derivative of {@link #logCdf}: density over cumulative distribution. */
  public static double logCdfSlope(double z) {
    return z > -1
        ? StrictMath.exp(logDensity(z)) / cdf(z)
        : SQRT_TWO_OVER_PI / Erfcx.value(-z * SQRT_HALF);
  }

  /** Log density at {@code z}. */
  public static double logDensity(double z) {
    return -0.5 * z * z - LOG_SQRT_TWO_PI;
  }

  /**
   * Log probability between {@code low} and {@code high}; minus infinity if {@code low >= high}.
   */
  public static double logInterval(double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return Double.NaN;
    }
    if (low >= high) {
      return Double.NEGATIVE_INFINITY;
    }
    if (low > 0) {
      return upperInterval(low, high);
    }
    if (high < 0) {
      return upperInterval(-high, -low);
    }
    double outside = cdf(low) + cdf(-high);
    return outside < 0.5
        ? StrictMath.log1p(-outside)
        : StrictMath.log(0.5 * (Erf.value(high * SQRT_HALF) + Erf.value(-low * SQRT_HALF)));
  }

  /** For {@code 0 <= low < high}: difference of the tails, or an integral where they cancel. */
  private static double upperInterval(double low, double high) {
    double width = high - low;
    double fall = width * (low + 0.5 * width);
    if (fall > 1) {
      double above = logCdf(-low);
      return above + StrictMath.log1p(-StrictMath.exp(logCdf(-high) - above));
    }
    return logDensity(low) + ConcavePeak.of(t -> -t * (low + 0.5 * t), 0, width).logIntegral();
  }

  /** The {@code z} below which the probability is {@code p}. */
  public static double quantile(double p) {
    return -SQRT_TWO * InverseErfc.value(2 * p);
  }

  /**
   * Draws a standard normal number between {@code low} and {@code high}.
   *
   * @throws IllegalArgumentException unless {@code low < high}
   */
  public static double sampleBetween(UniformRandomProvider rng, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException("no numbers between " + low + " and " + high);
    }
    double c = Math.min(Math.max(0, low), high);
    return c + ConcavePeak.of(t -> -t * (c + 0.5 * t), low - c, high - c).sample(rng);
  }
}

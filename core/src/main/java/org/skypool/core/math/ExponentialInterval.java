package org.skypool.core.math;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The weight {@code exp(s t)} on {@code (low, high)}: its integral, mean and draws, smooth through
 * {@code s = 0} and accurate to rounding.
 *
 * <p>An end may be infinite where the weight falls towards it.
 */
public final class ExponentialInterval {

  /** Below this the mean is computed from its series, whose next term is 1e-6 of the last one. */
  private static final double SMALL = 1e-2;

  private final double rate;
  private final double top;
  private final double width;
  private final double direction;

  private ExponentialInterval(double s, double low, double high) {
    this.rate = Math.abs(s);
    this.top = s > 0 ? high : low;
    this.direction = s > 0 ? -1 : 1;
    this.width = high - low;
  }

  /**
   * Makes the interval.
   *
   * @throws IllegalArgumentException unless {@link #exists}
   */
  public static ExponentialInterval of(double s, double low, double high) {
    if (!exists(s, low, high)) {
      throw new IllegalArgumentException(
          "no integral of exp(%s t) over (%s, %s)".formatted(s, low, high));
    }
    return new ExponentialInterval(s, low, high);
  }

  /** Whether the arguments describe a finite, positive integral. */
  public static boolean exists(double s, double low, double high) {
    boolean left = low > Double.NEGATIVE_INFINITY || s > 0;
    boolean right = high < Double.POSITIVE_INFINITY || s < 0;
    boolean somewhere = low < Double.POSITIVE_INFINITY && high > Double.NEGATIVE_INFINITY;
    return Math.abs(s) < Double.POSITIVE_INFINITY && low < high && left && right && somewhere;
  }

  /** {@code log integral of exp(s t)}. */
  public double logValue() {
    double fall = rate * width;
    double atTop = -direction * rate * top;
    if (fall == 0) {
      return atTop + StrictMath.log(width);
    }
    return atTop + StrictMath.log(-StrictMath.expm1(-fall) / rate);
  }

  /** Mean of {@code t}: the derivative of {@link #logValue} by {@code s}. */
  public double mean() {
    double u = rate * width;
    double inside;
    if (u < SMALL) {
      inside = width * (0.5 - u * (1.0 / 12 - u * u / 720));
    } else {
      inside = 1 / rate - (width < Double.POSITIVE_INFINITY ? width / StrictMath.expm1(u) : 0);
    }
    return top + direction * inside;
  }

  /** The point below which the fraction {@code p} of the integral lies. */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    return top + direction * (direction > 0 ? fromTop(p, 1 - p) : fromTop(1 - p, p));
  }

  /**
   * How far from the larger end lies the point with {@code p} of the integral before it, {@code q}
   * after.
   */
  private double fromTop(double p, double q) {
    double u = rate * width;
    if (u == 0) {
      return p * width;
    }
    double left = q + p * StrictMath.exp(-u);
    double y = left < 0.5 ? -StrictMath.log(left) : -StrictMath.log1p(p * StrictMath.expm1(-u));
    return Math.min(y / rate, width);
  }

  /** Draws {@code t}. */
  public double sample(UniformRandomProvider rng) {
    return quantile(rng.nextDouble());
  }
}

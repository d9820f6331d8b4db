package org.skypool.core.math;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Quantiles of a beta distribution, and of its part in an interval, away from the tails: Newton's
 * method on the regularised incomplete beta function, kept between bounds that close in.
 */
final class BetaQuantile {
  /** A difference of two probabilities below this has lost digits. */
  private static final double LEAST_MASS = 0.05;

  private static final double TAIL = 1e-6;

  /** Points closer than this to 0 or 1 are left to a coordinate that resolves them. */
  private static final double EDGE = 1e-6;

  /** A step of Newton's method this small leaves an error of its square. */
  private static final double CONVERGED = 1e-9;

  private static final int MOST_STEPS = 100;

  private BetaQuantile() {}

  /**
   * The point below which the fraction {@code fraction} of the weight between {@code low} and
   * {@code high} lies; the error of its probability is a few 1e-15 times {@code max(1, sqrt(a +
   * b))}.
   *
   * @return NaN in the tails, where differences of probabilities would lose digits
   */
  static double between(double a, double b, double low, double high, double fraction) {
    double below = low > 0 ? RegularizedBeta.value(low, a, b) : 0;
    double above = high < 1 ? RegularizedBeta.complement(high, a, b) : 0;
    double mass = 1 - below - above;
    double lower = below + fraction * mass;
    double upper = above + (1 - fraction) * mass;
    if (!(mass >= LEAST_MASS && lower >= TAIL && upper >= TAIL && fraction > 0 && fraction < 1)) {
      return Double.NaN;
    }
    double x = solve(a, b, low, high, lower, upper);
    return x > EDGE && x < 1 - EDGE ? x : Double.NaN;
  }

  private static double solve(
      double a, double b, double low, double high, double lower, double upper) {
    double logNorm = LogBeta.value(a, b);
    double from = low;
    double to = high;
    double x = Math.min(Math.max(a / (a + b), low + (high - low) / 4), high - (high - low) / 4);
    for (int step = 0; step < MOST_STEPS; step++) {
      double excess =
          lower <= upper
              ? RegularizedBeta.value(x, a, b) - lower
              : upper - RegularizedBeta.complement(x, a, b);
      if (excess == 0) {
        return x;
      }
      if (excess > 0) {
        to = x;
      } else {
        from = x;
      }
      double density =
          StrictMath.exp((a - 1) * StrictMath.log(x) + (b - 1) * StrictMath.log1p(-x) - logNorm);
      double newton = x - excess / density;
      boolean inside = newton > from && newton < to;
      double before = x;
      x = inside ? newton : from + (to - from) / 2;
      if (inside && Math.abs(x - before) <= CONVERGED * Math.min(x, 1 - x)) {
        return x;
      }
    }
    return Double.NaN;
  }
}

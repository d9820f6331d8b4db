package org.skypool.core.math;

import java.util.function.DoubleUnaryOperator;

/**
 * Quantiles of a distribution with a log-concave density, by Newton's method on the logarithm of
 * the smaller tail. That logarithm is concave, so steps from the far side never overshoot; the
 * result is as accurate as the tail probabilities, however small.
 */
final class LogConcaveQuantile {

  private static final int MAX_STEPS = 500;

  /** How much too small a log probability may be for a Newton step to beat bisection. */
  private static final double FAR = 20;

  private LogConcaveQuantile() {}

  /**
   * The point below which the probability is {@code p}.
   *
   * @param logBelow log probability below a point
   * @param logAbove log probability above a point
   * @param logDensity normalised log density
   * @param p probability
   * @param low lower end of the support
   * @param high upper end of the support
   * @param start a point strictly inside
   */
  static double solve(
      DoubleUnaryOperator logBelow,
      DoubleUnaryOperator logAbove,
      DoubleUnaryOperator logDensity,
      double p,
      double low,
      double high,
      double start) {
    if (!(p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    if (p == 0 || p == 1) {
      return p == 0 ? low : high;
    }
    return p <= 0.5
        ? rise(logBelow, logDensity, StrictMath.log(p), low, high, start)
        : -rise(
            t -> logAbove.applyAsDouble(-t),
            t -> logDensity.applyAsDouble(-t),
            StrictMath.log1p(-p),
            -high,
            -low,
            -start);
  }

  private static double rise(
      DoubleUnaryOperator logTail,
      DoubleUnaryOperator logDensity,
      double target,
      double low,
      double high,
      double start) {
    double t = start;
    double beyond = Double.NaN;
    double size = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MAX_STEPS; i++) {
      double tail = logTail.applyAsDouble(t);
      if (tail >= target) {
        beyond = t;
      }
      double next =
          target - tail > FAR && !Double.isNaN(beyond)
              ? 0.5 * (t + beyond)
              : t + (target - tail) / StrictMath.exp(logDensity.applyAsDouble(t) - tail);
      if (!(next > low)) {
        next = 0.5 * (low + t);
      }
      if (!(next < high)) {
        next = 0.5 * (high + t);
      }
      double step = Math.abs(next - t);
      double room = Double.isInfinite(low) ? 1 + Math.abs(t) : t - low;
      t = next;
      if (step <= 4e-16 * Math.abs(t) || (step < 1e-6 * room && step >= size)) {
        return t;
      }
      size = step;
    }
    return t;
  }
}

package org.skypool.core.population;

/**
 * An increasing map of the whole real line onto an interval with constant ends: the identity, a
 * logarithm of the distance from the lower end, or a logit between two ends.
 *
 * @param low lower end, or minus infinity where both are infinite
 * @param high upper end, or infinity
 */
record RealLine(double low, double high) {

  /** Refuses an interval with an upper end only, which no family has. */
  RealLine {
    if (Double.isInfinite(low) && !Double.isInfinite(high)) {
      throw new IllegalArgumentException("no coordinate for an interval below " + high);
    }
  }

  private boolean whole() {
    return Double.isInfinite(low);
  }

  private boolean half() {
    return Double.isInfinite(high);
  }

  private static double logistic(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  /** The point of the interval at {@code z}. */
  double value(double z) {
    if (whole()) {
      return z;
    }
    return half() ? low + StrictMath.exp(z) : low * logistic(-z) + high * logistic(z);
  }

  /** Where on the line a point of the interval lies. */
  double coordinate(double x) {
    if (whole()) {
      return x;
    }
    double above = StrictMath.log(x - low);
    return half() ? above : above - StrictMath.log(high - x);
  }

  /** {@code log(dx / dz)}. */
  double logSlope(double z) {
    if (whole()) {
      return 0;
    }
    if (half()) {
      return z;
    }
    double size = Math.abs(z);
    return StrictMath.log(high - low) - size - 2 * StrictMath.log1p(StrictMath.exp(-size));
  }

  /** Derivative of {@link #logSlope}. */
  double logSlopeDerivative(double z) {
    if (whole()) {
      return 0;
    }
    return half() ? 1 : -StrictMath.tanh(z / 2);
  }
}

package org.skypool.core.math;

/**
 * The coordinate {@code y} of an interval in which it has no edges: the value itself, the log of
 * the distance from its only edge, or the logit between two. It increases with the value.
 *
 * @param lower lower edge, or minus infinity
 * @param upper upper edge, or infinity
 */
public record RealLine(double lower, double upper) {

  private boolean below() {
    return lower > Double.NEGATIVE_INFINITY;
  }

  private boolean above() {
    return upper < Double.POSITIVE_INFINITY;
  }

  /** Whether a value lies between the edges. */
  public boolean contains(double value) {
    return value > lower && value < upper;
  }

  /** The coordinate of a value between the edges. */
  public double toReal(double value) {
    if (below()) {
      return above()
          ? BlockMath.log((value - lower) / (upper - value))
          : BlockMath.log(value - lower);
    }
    return above() ? -BlockMath.log(upper - value) : value;
  }

  /** The value at a coordinate. */
  public double toNatural(double y) {
    if (below()) {
      if (above()) {
        double e = BlockMath.exp(-Math.abs(y));
        double distance = (upper - lower) * e / (1 + e);
        return y > 0 ? upper - distance : lower + distance;
      }
      return lower + BlockMath.exp(y);
    }
    return above() ? upper - BlockMath.exp(-y) : y;
  }

  /** {@code log(d value / d y)}. */
  public double logSlope(double y) {
    if (below() && above()) {
      double size = Math.abs(y);
      return BlockMath.log(upper - lower) - size - 2 * BlockMath.log(1 + BlockMath.exp(-size));
    }
    return below() ? y : above() ? -y : 0;
  }

  /** Derivative of {@link #logSlope} by the coordinate. */
  public double logSlopeDerivative(double y) {
    if (below() && above()) {
      return -StrictMath.tanh(y / 2);
    }
    return below() ? 1 : above() ? -1 : 0;
  }
}

package org.skypool.core.inference;

import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.math.BlockMath;

/**
 * The coordinate {@code y} of an individual parameter without edges: itself, the log of the
 * distance from its only edge, or the logit between two.
 *
 * @param lower lower edge or minus infinity
 * @param upper upper edge or infinity
 */
record RealLine(double lower, double upper) {

  /** Of a support; an edge that is no constant counts as none. */
  static RealLine of(Support support) {
    return new RealLine(
        support.lower() instanceof Expression.Constant c ? c.value() : Double.NEGATIVE_INFINITY,
        support.upper() instanceof Expression.Constant c ? c.value() : Double.POSITIVE_INFINITY);
  }

  private boolean below() {
    return lower > Double.NEGATIVE_INFINITY;
  }

  private boolean above() {
    return upper < Double.POSITIVE_INFINITY;
  }

  boolean contains(double theta) {
    return theta > lower && theta < upper;
  }

  double toReal(double theta) {
    if (below()) {
      return above()
          ? BlockMath.log((theta - lower) / (upper - theta))
          : BlockMath.log(theta - lower);
    }
    return above() ? -BlockMath.log(upper - theta) : theta;
  }

  double toNatural(double y) {
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

  /** {@code log |d theta / d y|}, up to a constant. */
  double logSlope(double y) {
    if (below()) {
      return above() ? -Math.abs(y) - 2 * BlockMath.log(1 + BlockMath.exp(-Math.abs(y))) : y;
    }
    return above() ? -y : 0;
  }
}

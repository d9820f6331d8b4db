package org.skypool.core.density;

import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.math.RealLine;

/**
 * The interval outside which a density vanishes. Ends may depend on hyperparameters and covariates
 * and may be infinite constants.
 *
 * @param lower lower end
 * @param upper upper end
 */
public record Support(Expression lower, Expression upper) {

  /** All real numbers. */
  public static final Support REAL = of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** All positive numbers. */
  public static final Support POSITIVE = of(0, Double.POSITIVE_INFINITY);

  /** Between two numbers. */
  public static Support of(double lower, double upper) {
    return new Support(Expression.constant(lower), Expression.constant(upper));
  }

  /** Where both this and {@code other} may be positive. */
  public Support intersect(Support other) {
    return new Support(
        Expression.apply(Binary.MAX, lower, other.lower),
        Expression.apply(Binary.MIN, upper, other.upper));
  }

  /** The smallest interval that contains this and {@code other}. */
  public Support hull(Support other) {
    return new Support(
        Expression.apply(Binary.MIN, lower, other.lower),
        Expression.apply(Binary.MAX, upper, other.upper));
  }

  /** The coordinate without edges; an edge that is no constant counts as none. */
  public RealLine realLine() {
    return new RealLine(
        lower instanceof Expression.Constant c ? c.value() : Double.NEGATIVE_INFINITY,
        upper instanceof Expression.Constant c ? c.value() : Double.POSITIVE_INFINITY);
  }
}

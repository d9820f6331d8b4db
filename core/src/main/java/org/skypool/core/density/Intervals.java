package org.skypool.core.density;

import java.util.Arrays;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/** Ends of intervals. */
final class Intervals {

  private static final Expression ZERO = Expression.constant(0);
  private static final Expression LEAST = Expression.constant(Double.MIN_VALUE);
  private static final Expression INFINITY = Expression.constant(Double.POSITIVE_INFINITY);

  private Intervals() {}

  /**
   * Whether an end is infinite whatever the hyperparameters: then nothing need be derived by it.
   */
  static boolean isInfinite(Expression end) {
    return end instanceof Expression.Constant c && Double.isInfinite(c.value());
  }

  static void require(boolean allowed, Density density, double low, double high, double[] a) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "%s%s has no probability between %s and %s"
              .formatted(density.name(), Arrays.toString(a), low, high));
    }
  }

  /** 0 for finite {@code x >= 0}, minus infinity elsewhere. */
  static Expression notNegative(Expression x) {
    return Expression.apply(Guard.WITHIN, x, ZERO, INFINITY);
  }

  /** 0 for finite {@code x > 0}, minus infinity elsewhere. */
  static Expression openPositive(Expression x) {
    return Expression.apply(Guard.WITHIN, x, LEAST, INFINITY);
  }
}

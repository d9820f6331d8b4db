package org.skypool.core.density;

import java.util.Arrays;
import org.skypool.core.expression.Expression;

/** Ends of intervals. */
final class Intervals {

  private Intervals() {}

  /** Whether an end is infinite whatever the hyperparameters: then nothing need be derived by it. */
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
}

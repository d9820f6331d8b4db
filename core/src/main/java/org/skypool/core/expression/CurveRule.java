package org.skypool.core.expression;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Which parts of an expression are curves: functions of one column of draws, smooth and dear, whose
 * values at a few places tell all others ({@link CurveStep}).
 *
 * <p>The normalisation of a Schechter function whose slope depends on a redshift with an error is
 * one: an incomplete gamma function for every draw.
 */
final class CurveRule {
  /** A sum over so many terms that it is dear, as a quadrature is. */
  private static final int LONG_SUM = 16;

  private final Map<Expression, Part> known = new IdentityHashMap<>();

  /**
   * What an expression is made of.
   *
   * @param column the one column of draws that it depends on; null where there is none
   * @param smooth whether it has no other column, and only functions without kinks and jumps, apart
   *     from parts that have one value per hyperparameter vector
   * @param dear whether a function of that column costs far more than an exponential
   */
  private record Part(String column, boolean smooth, boolean dear) {}

  /** Whether an expression is a curve that changes with the hyperparameters. */
  boolean isCurve(Expression expression) {
    if (!expression.dependsOnHyperparameters() || expression.level() != Level.DRAW) {
      return false;
    }
    Part part = part(expression);
    return part.smooth && part.dear;
  }

  private Part part(Expression expression) {
    Part part = known.get(expression);
    if (part == null) {
      part = find(expression);
      known.put(expression, part);
    }
    return part;
  }

  private Part find(Expression expression) {
    if (expression.level() == Level.SCALAR) {
      return new Part(null, true, false);
    }
    if (expression instanceof Expression.Column column) {
      return new Part(column.name(), column.level() == Level.DRAW, false);
    }
    Expression.Application a = (Expression.Application) expression;
    String column = null;
    boolean smooth = smooth(a.function());
    boolean dear = dear(a.function());
    for (Expression argument : a.arguments()) {
      Part part = part(argument);
      smooth &=
          part.smooth && (column == null || part.column == null || column.equals(part.column));
      dear |= part.dear;
      column = part.column == null ? column : part.column;
    }
    return new Part(column, smooth, dear);
  }

  /** Analytic inside its domain, and NaN or infinite from its edge on. */
  private static boolean smooth(ElementFunction function) {
    return function instanceof Arithmetic
        || function instanceof Elementary
        || function instanceof SpecialFunction
        || function instanceof LogInterval
        || function instanceof LogSum
        || function instanceof CosmologyFunction
        || function instanceof Scientific && function != Scientific.ABS
        || function == Binary.POW
        || function == Binary.LOG_ADD_EXP;
  }

  private static boolean dear(ElementFunction function) {
    return function instanceof SpecialFunction
        || function instanceof LogInterval
        || function instanceof CosmologyFunction
        || function instanceof LogSum && function.arity() >= LONG_SUM;
  }
}

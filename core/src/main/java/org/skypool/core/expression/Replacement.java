package org.skypool.core.expression;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Replaces names in an expression, all at once: hyperparameters, quantities of draws, or columns of
 * objects. What is shared stays shared, and functions of numbers become numbers.
 */
public final class Replacement {
  private final UnaryOperator<Expression> leaf;
  private final Map<Expression, Expression> replaced = new IdentityHashMap<>();

  private Replacement(UnaryOperator<Expression> leaf) {
    this.leaf = leaf;
  }

  /** The expression with every named hyperparameter replaced by a number. */
  public static Expression ofNumbers(Expression expression, Map<String, Double> numbers) {
    Map<String, Expression> constants = new LinkedHashMap<>();
    numbers.forEach((name, value) -> constants.put(name, Expression.constant(value)));
    return ofHyperparameters(expression, constants);
  }

  /** The expression with every named hyperparameter replaced. */
  public static Expression ofHyperparameters(
      Expression expression, Map<String, Expression> replacements) {
    return new Replacement(
            leaf ->
                leaf instanceof Expression.Hyperparameter h
                    ? replacements.getOrDefault(h.name(), leaf)
                    : leaf)
        .replace(expression);
  }

  /** The expression with every named quantity of draws replaced. */
  public static Expression ofDraws(Expression expression, Map<String, Expression> replacements) {
    return new Replacement(
            leaf ->
                leaf instanceof Expression.Column c && c.level() == Level.DRAW
                    ? replacements.getOrDefault(c.name(), leaf)
                    : leaf)
        .replace(expression);
  }

  /** The expression with every named column of objects replaced. */
  public static Expression ofColumns(Expression expression, Map<String, Expression> replacements) {
    return new Replacement(
            leaf ->
                leaf instanceof Expression.Column c && c.level() == Level.OBJECT
                    ? replacements.getOrDefault(c.name(), leaf)
                    : leaf)
        .replace(expression);
  }

  /** The expression with every column of objects under another name. */
  public static Expression ofColumnNames(Expression expression, UnaryOperator<String> rename) {
    return new Replacement(
            leaf ->
                leaf instanceof Expression.Column c && c.level() == Level.OBJECT
                    ? Expression.covariate(rename.apply(c.name()))
                    : leaf)
        .replace(expression);
  }

  private Expression replace(Expression expression) {
    Expression known = replaced.get(expression);
    if (known != null) {
      return known;
    }
    Expression result;
    if (expression instanceof Expression.Application a) {
      Expression[] arguments = a.arguments().stream().map(this::replace).toArray(Expression[]::new);
      result = Expression.apply(a.function(), arguments);
    } else {
      result = leaf.apply(expression);
    }
    replaced.put(expression, result);
    return result;
  }
}

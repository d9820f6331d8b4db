package org.skypool.core.expression;

import java.util.IdentityHashMap;
import java.util.Map;

/** Replaces hyperparameters of an expression by numbers. */
public final class Substitution {
  private final Map<String, Double> numbers;
  private final Map<Expression, Expression> replaced = new IdentityHashMap<>();

  private Substitution(Map<String, Double> numbers) {
    this.numbers = numbers;
  }

  /** The expression with every hyperparameter named in {@code numbers} replaced. */
  public static Expression of(Expression expression, Map<String, Double> numbers) {
    return new Substitution(numbers).replace(expression);
  }

  private Expression replace(Expression expression) {
    Expression known = replaced.get(expression);
    if (known != null) {
      return known;
    }
    Expression result = expression;
    if (expression instanceof Expression.Hyperparameter h && numbers.containsKey(h.name())) {
      result = Expression.constant(numbers.get(h.name()));
    } else if (expression instanceof Expression.Application a) {
      Expression[] arguments = a.arguments().stream().map(this::replace).toArray(Expression[]::new);
      result = Expression.apply(a.function(), arguments);
    }
    replaced.put(expression, result);
    return result;
  }
}

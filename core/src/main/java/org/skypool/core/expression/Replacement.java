package org.skypool.core.expression;

import java.util.IdentityHashMap;
import java.util.Map;

/** Replaces hyperparameters and quantities of draws in an expression by other expressions. */
public final class Replacement {
  private final Map<String, Expression> hyperparameters;
  private final Map<String, Expression> draws;
  private final Map<Expression, Expression> replaced = new IdentityHashMap<>();

  private Replacement(Map<String, Expression> hyperparameters, Map<String, Expression> draws) {
    this.hyperparameters = hyperparameters;
    this.draws = draws;
  }

  /** The expression with every named hyperparameter replaced, all of them at once. */
  public static Expression ofHyperparameters(
      Expression expression, Map<String, Expression> replacements) {
    return new Replacement(replacements, Map.of()).replace(expression);
  }

  /** The expression with every named quantity of draws replaced, all of them at once. */
  public static Expression ofDraws(Expression expression, Map<String, Expression> replacements) {
    return new Replacement(Map.of(), replacements).replace(expression);
  }

  private Expression replace(Expression expression) {
    Expression known = replaced.get(expression);
    if (known != null) {
      return known;
    }
    Expression result = expression;
    if (expression instanceof Expression.Hyperparameter h) {
      result = hyperparameters.getOrDefault(h.name(), expression);
    } else if (expression instanceof Expression.Column c && c.level() == Level.DRAW) {
      result = draws.getOrDefault(c.name(), expression);
    } else if (expression instanceof Expression.Application a) {
      Expression[] arguments = a.arguments().stream().map(this::replace).toArray(Expression[]::new);
      result = Expression.apply(a.function(), arguments);
    }
    replaced.put(expression, result);
    return result;
  }
}

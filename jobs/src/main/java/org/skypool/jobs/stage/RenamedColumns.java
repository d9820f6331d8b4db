package org.skypool.jobs.stage;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;

/** Gives the columns of objects in an expression other names. */
final class RenamedColumns {
  private final UnaryOperator<String> rename;
  private final Map<Expression, Expression> renamed = new IdentityHashMap<>();

  private RenamedColumns(UnaryOperator<String> rename) {
    this.rename = rename;
  }

  static Expression of(Expression expression, UnaryOperator<String> rename) {
    return new RenamedColumns(rename).apply(expression);
  }

  private Expression apply(Expression expression) {
    Expression known = renamed.get(expression);
    if (known != null) {
      return known;
    }
    Expression result = expression;
    if (expression instanceof Expression.Column column && column.level() == Level.OBJECT) {
      result = Expression.covariate(rename.apply(column.name()));
    } else if (expression instanceof Expression.Application a) {
      result =
          Expression.apply(
              a.function(), a.arguments().stream().map(this::apply).toArray(Expression[]::new));
    }
    renamed.put(expression, result);
    return result;
  }
}

package org.skypool.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/** Evaluates an expression over covariates for every object of a block. */
final class ColumnExpression {
  private ColumnExpression() {}

  static double[] evaluate(Expression expression, ObjectBlock block) {
    if (expression instanceof Expression.Constant c) {
      double[] out = new double[block.size()];
      Arrays.fill(out, c.value());
      return out;
    }
    if (expression instanceof Expression.Column c && block.columns().containsKey(c.name())) {
      return block.columns().get(c.name());
    }
    List<String> names = new ArrayList<>(block.columns().keySet());
    ScalarFunction function = ScalarFunction.of(expression, names);
    double[] out = new double[block.size()];
    double[] point = new double[names.size()];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < point.length; j++) {
        point[j] = block.columns().get(names.get(j))[i];
      }
      out[i] = function.value(point);
    }
    return out;
  }
}

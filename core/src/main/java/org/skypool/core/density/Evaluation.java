package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;

/** Several expressions as functions of a map from names to values. */
final class Evaluation {

  private final List<String> names;
  private final List<ScalarFunction> functions = new ArrayList<>();

  Evaluation(List<Expression> expressions) {
    names = List.copyOf(NamesIn.of(expressions).all());
    expressions.forEach(e -> functions.add(ScalarFunction.of(e, names)));
  }

  double[] at(Map<String, Double> point) {
    return values(inputs(point));
  }

  /** The values in a map that the expressions need, in a fixed order. */
  double[] inputs(Map<String, Double> point) {
    double[] x = new double[names.size()];
    for (int i = 0; i < x.length; i++) {
      Double value = point.get(names.get(i));
      if (value == null) {
        throw new IllegalArgumentException(
            "no value for '" + names.get(i) + "' among " + point.keySet());
      }
      x[i] = value;
    }
    return x;
  }

  /** The expressions at such values. */
  double[] values(double[] inputs) {
    return functions.stream().mapToDouble(f -> f.value(inputs)).toArray();
  }
}

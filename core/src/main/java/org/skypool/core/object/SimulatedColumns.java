package org.skypool.core.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;

/** The columns of one simulated object. */
final class SimulatedColumns {
  private SimulatedColumns() {}

  static ObjectBlock block(Map<String, Double> columns) {
    Map<String, double[]> arrays = new LinkedHashMap<>();
    columns.forEach((name, value) -> arrays.put(name, new double[] {value}));
    return new ObjectBlock(List.of(""), arrays);
  }

  /** The column a simulated measurement goes to: the argument must be a plain column. */
  static String name(String key, String argument, Expression expression) {
    if (expression instanceof Expression.Column column) {
      return column.name();
    }
    throw new IllegalArgumentException(
        ModelArguments.path(key, argument) + " must be the name of a column in a mock survey");
  }
}

package org.skypool.core.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;

/** The columns of one simulated object. */
public final class SimulatedColumns {
  private SimulatedColumns() {}

  /** A block of the one object, for arguments that are formulas over its columns. */
  public static ObjectBlock block(Map<String, Double> columns) {
    Map<String, double[]> arrays = new LinkedHashMap<>();
    columns.forEach((name, value) -> arrays.put(name, new double[] {value}));
    return new ObjectBlock(List.of(""), arrays);
  }

  /**
   * The column a simulated measurement goes to.
   *
   * @throws IllegalArgumentException if the argument is not a plain column
   */
  public static String name(String key, String argument, Expression expression) {
    if (expression instanceof Expression.Column column) {
      return column.name();
    }
    throw new IllegalArgumentException(
        ModelArguments.path(key, argument) + " must be the name of a column in a mock survey");
  }

  /** The column behind a measurement that may be corrected, such as {@code plx + 0.03}. */
  record Measured(String column, double offset, double slope) {

    /**
     * Reads a formula that is linear in one column.
     *
     * @param path key of the formula, for the message
     * @throws IllegalArgumentException if it is not
     */
    static Measured of(String path, Expression value) {
      Set<String> names = NamesIn.of(value).covariates();
      if (names.size() == 1) {
        ScalarFunction function = ScalarFunction.of(value, List.copyOf(names));
        double zero = function.value(new double[] {0});
        double one = function.value(new double[] {1});
        double three = function.value(new double[] {3});
        double slope = one - zero;
        if (slope != 0 && Math.abs(three - zero - 3 * slope) <= 1e-9 * Math.abs(slope)) {
          return new Measured(names.iterator().next(), zero, slope);
        }
      }
      throw new IllegalArgumentException(
          path + " must be a column, or linear in one column, in a mock survey");
    }

    /** The column's value where the formula's is {@code measured}. */
    double valueOf(double measured) {
      return offset == 0 && slope == 1 ? measured : (measured - offset) / slope;
    }
  }
}

package org.skypool.core.object;

import java.util.List;
import java.util.function.IntPredicate;

/** The values of all arguments of a model for the rows of a block. */
public final class ArgumentColumns {
  private final List<ModelArgument> declared;
  private final List<String> keys;
  private final double[][][] columns;

  private ArgumentColumns(List<ModelArgument> declared, List<String> keys, double[][][] columns) {
    this.declared = declared;
    this.keys = keys;
    this.columns = columns;
  }

  /**
   * All arguments.
   *
   * @param complete arguments with those left out at their defaults
   */
  public static ArgumentColumns of(ObjectModel model, ModelArguments complete, ObjectBlock rows) {
    return of(model.arguments(), complete.keys(model), complete, rows);
  }

  /**
   * Some of the arguments.
   *
   * @param keys under which they are given, in order
   */
  static ArgumentColumns of(
      List<ModelArgument> declared, List<String> keys, ModelArguments complete, ObjectBlock rows) {
    double[][][] columns = new double[declared.size()][keys.size()][];
    for (int a = 0; a < columns.length; a++) {
      columns[a] = one(keys, declared.get(a).name(), complete, rows);
    }
    return new ArgumentColumns(declared, keys, columns);
  }

  /** One argument only: a simulation knows no others. */
  public static double[][] one(
      ObjectModel model, String argument, ModelArguments complete, ObjectBlock rows) {
    return one(complete.keys(model), argument, complete, rows);
  }

  private static double[][] one(
      List<String> keys, String argument, ModelArguments complete, ObjectBlock rows) {
    return keys.stream()
        .map(key -> ColumnExpression.evaluate(complete.values().get(key).get(argument), rows))
        .toArray(double[][]::new);
  }

  /** One argument: a column of values for each key it is given under. */
  public double[][] of(String argument) {
    for (int a = 0; a < columns.length; a++) {
      if (declared.get(a).name().equals(argument)) {
        return columns[a];
      }
    }
    throw new IllegalArgumentException("no argument " + argument);
  }

  /** The first argument of a row that is outside its domain, in words, or null. */
  public String reject(int row) {
    return reject(row, key -> true);
  }

  /**
   * The same of some keys only.
   *
   * @param judged whether the arguments under the key of an index count
   */
  String reject(int row, IntPredicate judged) {
    for (int j = 0; j < keys.size(); j++) {
      if (!judged.test(j)) {
        continue;
      }
      for (int a = 0; a < columns.length; a++) {
        double value = columns[a][j][row];
        ModelArgument argument = declared.get(a);
        if (!argument.domain().contains(value)) {
          return argument.name()
              + " of "
              + keys.get(j)
              + " is "
              + value
              + ", must be "
              + argument.domain().description();
        }
      }
    }
    return null;
  }
}

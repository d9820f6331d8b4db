package org.skypool.core.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;

/**
 * What a configuration gives an object model: per individual parameter its arguments, and
 * correlations between measurement errors, each an expression over covariates.
 *
 * @param thetas names of the individual parameters, in order
 * @param values argument by parameter and name
 * @param correlation correlation of errors by pair of parameters
 */
public record ModelArguments(
    List<String> thetas,
    Map<String, Map<String, Expression>> values,
    Map<Pair, Expression> correlation) {

  /** An unordered pair of individual parameters. */
  public record Pair(String first, String second) {}

  /** Correlation of the errors of two parameters by index, 0 where none is given. */
  Expression correlationOf(int j, int l) {
    String one = thetas.get(j);
    String other = thetas.get(l);
    return correlation.getOrDefault(
        new Pair(one, other),
        correlation.getOrDefault(new Pair(other, one), Expression.constant(0)));
  }

  /** The argument columns of one model argument for every parameter of a block. */
  double[][] evaluate(String argument, ObjectBlock block) {
    double[][] columns = new double[thetas.size()][];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = ColumnExpression.evaluate(values.get(thetas.get(j)).get(argument), block);
    }
    return columns;
  }

  /**
   * Checks that every parameter has exactly the arguments a model declares.
   *
   * @throws IllegalArgumentException naming the parameter and the argument
   */
  void require(ObjectModel model) {
    List<String> names = model.arguments().stream().map(ModelArgument::name).toList();
    for (String theta : thetas) {
      Map<String, Expression> given = values.getOrDefault(theta, Map.of());
      for (String name : names) {
        if (!given.containsKey(name)) {
          throw new IllegalArgumentException(
              "objects.theta."
                  + theta
                  + "."
                  + name
                  + " is missing: model "
                  + model.name()
                  + " needs "
                  + names);
        }
      }
      for (String name : given.keySet()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "objects.theta."
                  + theta
                  + "."
                  + name
                  + " is unknown: model "
                  + model.name()
                  + " takes "
                  + names);
        }
      }
    }
    if (!correlation.isEmpty() && !model.allowsCorrelation()) {
      throw new IllegalArgumentException(
          "objects.correlation: model " + model.name() + " has no correlated errors");
    }
  }

  /** All arguments as one map for messages and checks, keyed {@code theta.argument}. */
  public Map<String, Expression> flattened() {
    Map<String, Expression> all = new LinkedHashMap<>();
    values.forEach((theta, map) -> map.forEach((name, e) -> all.put(theta + "." + name, e)));
    correlation.forEach(
        (pair, e) -> all.put("correlation." + pair.first() + "," + pair.second(), e));
    return all;
  }
}

package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression as a function of named inputs at one point, with its exact gradient.
 *
 * <p>Hyperparameters, covariates and draw columns alike are inputs, found by name. For priors, mock
 * catalogues and tests; many draws go through {@link Program}.
 */
public final class ScalarFunction {

  private final List<String> inputs;
  private final List<Expression> order = new ArrayList<>();
  private final int[][] arguments;
  private final int[] input;

  private ScalarFunction(Expression root, List<String> inputs) {
    this.inputs = List.copyOf(inputs);
    Map<Expression, Integer> index = new IdentityHashMap<>();
    visit(root, index);
    arguments = new int[order.size()][];
    input = new int[order.size()];
    for (int i = 0; i < order.size(); i++) {
      input[i] = inputOf(order.get(i));
      if (order.get(i) instanceof Expression.Application a) {
        arguments[i] = a.arguments().stream().mapToInt(index::get).toArray();
      }
    }
  }

  /**
   * Makes the function.
   *
   * @param expression what to evaluate
   * @param inputs names of the inputs, in the order of the points
   * @throws IllegalArgumentException if the expression needs a name that is not an input
   */
  public static ScalarFunction of(Expression expression, List<String> inputs) {
    return new ScalarFunction(expression, inputs);
  }

  private void visit(Expression expression, Map<Expression, Integer> index) {
    if (index.containsKey(expression)) {
      return;
    }
    if (expression instanceof Expression.Application a) {
      a.arguments().forEach(argument -> visit(argument, index));
    }
    index.put(expression, order.size());
    order.add(expression);
  }

  private int inputOf(Expression expression) {
    String name;
    if (expression instanceof Expression.Hyperparameter h) {
      name = h.name();
    } else if (expression instanceof Expression.Column c) {
      name = c.name();
    } else {
      return -1;
    }
    int i = inputs.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException("no value for '" + name + "' among " + inputs);
    }
    return i;
  }

  /** Names of the inputs. */
  public List<String> inputs() {
    return inputs;
  }

  /** The value at a point, one number per input. */
  public double value(double... point) {
    return forward(point)[order.size() - 1][0];
  }

  /**
   * The value, with the gradient written to {@code gradient}.
   *
   * @param point one number per input
   * @param gradient receives the derivative by every input
   */
  public double valueAndGradient(double[] point, double[] gradient) {
    double[][] values = forward(point);
    int n = order.size();
    double[][] adjoints = new double[n][1];
    adjoints[n - 1][0] = 1;
    java.util.Arrays.fill(gradient, 0);
    for (int i = n - 1; i >= 0; i--) {
      if (input[i] >= 0) {
        gradient[input[i]] += adjoints[i][0];
      } else if (order.get(i) instanceof Expression.Application a && adjoints[i][0] != 0) {
        double[][] x = argumentsOf(i, values);
        for (int j = 0; j < arguments[i].length; j++) {
          a.function().pullBack(x, values[i], j, adjoints[i], 0, 1, adjoints[arguments[i][j]]);
        }
      }
    }
    return values[n - 1][0];
  }

  private double[][] forward(double[] point) {
    if (point.length != inputs.size()) {
      throw new IllegalArgumentException(
          "expected " + inputs.size() + " values for " + inputs + ", got " + point.length);
    }
    double[][] values = new double[order.size()][1];
    for (int i = 0; i < order.size(); i++) {
      if (input[i] >= 0) {
        values[i][0] = point[input[i]];
      } else if (order.get(i) instanceof Expression.Constant c) {
        values[i][0] = c.value();
      } else if (order.get(i) instanceof Expression.Application a) {
        a.function().value(argumentsOf(i, values), 0, 1, values[i]);
      }
    }
    return values;
  }

  private double[][] argumentsOf(int i, double[][] values) {
    double[][] x = new double[arguments[i].length][];
    for (int j = 0; j < x.length; j++) {
      x[j] = values[arguments[i][j]];
    }
    return x;
  }
}

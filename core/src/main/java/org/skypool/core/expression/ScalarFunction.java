package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An expression as a function of named inputs at one point, with its exact gradient.
 *
 * <p>Hyperparameters, covariates and draw columns alike are inputs, found by name. For priors, mock
 * catalogues and tests; many draws go through {@link Program}.
 */
public final class ScalarFunction {

  private final List<String> inputs;
  private final List<Expression> order = new ArrayList<>();
  private final int[] input;
  private final double[] constants;
  private final ScalarTape tape;

  private ScalarFunction(Expression root, List<String> inputs) {
    this.inputs = List.copyOf(inputs);
    Map<Expression, Integer> index = new IdentityHashMap<>();
    visit(root, index);
    int[][] arguments = new int[order.size()][];
    ElementFunction[] functions = new ElementFunction[order.size()];
    input = new int[order.size()];
    constants = new double[order.size()];
    for (int i = 0; i < order.size(); i++) {
      input[i] = inputOf(order.get(i));
      if (order.get(i) instanceof Expression.Application a) {
        arguments[i] = a.arguments().stream().mapToInt(index::get).toArray();
        functions[i] = a.function();
      } else if (order.get(i) instanceof Expression.Constant c) {
        constants[i] = c.value();
      }
    }
    tape = new ScalarTape(IntStream.range(0, order.size()).toArray(), functions, arguments);
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
    return forward(point)[order.size() - 1];
  }

  /**
   * The value, with the gradient written to {@code gradient}.
   *
   * @param point one number per input
   * @param gradient receives the derivative by every input
   */
  public double valueAndGradient(double[] point, double[] gradient) {
    double[] values = forward(point);
    int n = order.size();
    double[] adjoints = new double[n];
    adjoints[n - 1] = 1;
    tape.backward(values, adjoints);
    Arrays.fill(gradient, 0);
    for (int i = 0; i < n; i++) {
      if (input[i] >= 0) {
        gradient[input[i]] += adjoints[i];
      }
    }
    return values[n - 1];
  }

  private double[] forward(double[] point) {
    if (point.length != inputs.size()) {
      throw new IllegalArgumentException(
          "expected " + inputs.size() + " values for " + inputs + ", got " + point.length);
    }
    double[] values = constants.clone();
    for (int i = 0; i < values.length; i++) {
      if (input[i] >= 0) {
        values[i] = point[input[i]];
      }
    }
    tape.forward(values);
    return values;
  }
}

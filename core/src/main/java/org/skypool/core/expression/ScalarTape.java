package org.skypool.core.expression;

import java.util.Arrays;

/**
 * Steps with one value each, evaluated in their order at one point, and differentiated in the
 * reverse order. A field over a grid has a thousand steps: they run over flat arrays, without an
 * object per step.
 */
final class ScalarTape {
  private final int[] order;
  private final ElementFunction[] functions;
  private final int[][] arguments;
  private final int mostArguments;

  /**
   * Makes a tape.
   *
   * @param order numbers of the steps, arguments before what they are arguments of
   * @param functions by the number of the step; null where its value is given
   * @param arguments numbers of steps, by the number of the step
   */
  ScalarTape(int[] order, ElementFunction[] functions, int[][] arguments) {
    this.order = Arrays.stream(order).filter(i -> functions[i] != null).toArray();
    this.functions = functions;
    this.arguments = arguments;
    this.mostArguments = Arrays.stream(this.order).map(i -> arguments[i].length).max().orElse(0);
  }

  /**
   * Computes the values of all steps but those that are given.
   *
   * @param values by the number of the step
   */
  void forward(double[] values) {
    double[][] scratch = new double[mostArguments + 1][];
    for (int i : order) {
      values[i] = functions[i].at(gathered(i, values, scratch));
    }
  }

  /**
   * Carries derivatives from every step to its arguments.
   *
   * @param values of {@link #forward}
   * @param adjoints derivative of the result by the value of a step, as far as it does not go
   *     through other steps; complete on return
   */
  void backward(double[] values, double[] adjoints) {
    double[][] scratch = new double[mostArguments + 1][];
    double[][] partials = new double[mostArguments + 1][];
    for (int k = order.length - 1; k >= 0; k--) {
      int i = order[k];
      if (adjoints[i] == 0) {
        continue;
      }
      double[] out = ofLength(arguments[i].length, partials);
      Arrays.fill(out, 0);
      functions[i].addPartials(gathered(i, values, scratch), values[i], adjoints[i], out);
      for (int j = 0; j < out.length; j++) {
        adjoints[arguments[i][j]] += out[j];
      }
    }
  }

  private double[] gathered(int step, double[] values, double[][] scratch) {
    int[] from = arguments[step];
    double[] x = ofLength(from.length, scratch);
    for (int j = 0; j < x.length; j++) {
      x[j] = values[from[j]];
    }
    return x;
  }

  private static double[] ofLength(int length, double[][] scratch) {
    if (scratch[length] == null) {
      scratch[length] = new double[length];
    }
    return scratch[length];
  }
}

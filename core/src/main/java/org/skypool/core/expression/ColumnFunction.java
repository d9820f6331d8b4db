package org.skypool.core.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An expression over n rows at once, with its exact gradient by every hyperparameter and by every
 * row of chosen columns, the free ones (reverse-mode differentiation).
 *
 * <p>Steps that depend on no column are computed once per call, steps on columns of data alone once
 * in all; the rest runs over blocks of 1024 rows. Sums go row by row, in order. It owns its arrays:
 * one {@link #copy} per thread.
 *
 * <p>Memory: 8 bytes per row for every column of data or step computed in advance that the rest
 * needs.
 */
public final class ColumnFunction {
  private static final int BLOCK = 1024;

  private final ColumnGraph graph;
  private final int rows;
  private final double[][][] fixed;
  private final double[][] values;
  private final double[][] spread;
  private final double[][] adjoints;
  private final double[] scratch;

  private ColumnFunction(ColumnGraph graph, int rows, double[][][] fixed) {
    this.graph = graph;
    this.rows = rows;
    this.fixed = fixed;
    int n = graph.steps.size();
    int length = Math.min(BLOCK, rows);
    this.values = new double[n][];
    this.spread = new double[n][];
    this.adjoints = new double[n][];
    this.scratch = new double[length];
    for (int i = 0; i < n; i++) {
      ColumnGraph.Kind kind = graph.steps.get(i).kind();
      if (kind != ColumnGraph.Kind.FIXED) {
        int size = kind == ColumnGraph.Kind.SCALAR ? 1 : length;
        values[i] = new double[size];
        adjoints[i] = new double[size];
      }
      if (kind == ColumnGraph.Kind.SCALAR) {
        spread[i] = new double[length];
      }
    }
  }

  /**
   * Makes the function.
   *
   * @param expression over hyperparameters and columns
   * @param hyperparameters their names, in the order of the vectors
   * @param free names of the free columns, in the order of the arrays
   * @param columns data by name, one value per row; a free column hides one of the same name
   * @param rows number of rows
   * @throws IllegalArgumentException if the expression needs a name that is none of these
   */
  public static ColumnFunction of(
      Expression expression,
      List<String> hyperparameters,
      List<String> free,
      Map<String, double[]> columns,
      int rows) {
    ColumnGraph graph =
        new ColumnGraph(expression, List.copyOf(hyperparameters), free, columns.keySet());
    double[][][] fixed = new double[(rows + BLOCK - 1) / BLOCK][][];
    for (int b = 0; b < fixed.length; b++) {
      int from = b * BLOCK;
      fixed[b] = computeFixed(graph, columns, from, Math.min(rows, from + BLOCK));
    }
    return new ColumnFunction(graph, rows, fixed);
  }

  /** The same function with arrays of its own. */
  public ColumnFunction copy() {
    return new ColumnFunction(graph, rows, fixed);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  private static double[][] computeFixed(
      ColumnGraph graph, Map<String, double[]> columns, int from, int to) {
    int n = graph.steps.size();
    double[][] out = new double[n][];
    boolean[] needed = new boolean[n];
    needed[graph.root] = true;
    for (int i = 0; i < n; i++) {
      ColumnGraph.Step step = graph.steps.get(i);
      if (step.kind() == ColumnGraph.Kind.MOVING) {
        Arrays.stream(step.arguments()).forEach(argument -> needed[argument] = true);
      } else if (step.kind() == ColumnGraph.Kind.FIXED && step.column() != null) {
        out[i] = Arrays.copyOfRange(columns.get(step.column()), from, to);
      } else if (!step.dependent()) {
        int length = step.kind() == ColumnGraph.Kind.SCALAR ? 1 : to - from;
        out[i] = constantStep(graph, step, out, length);
      }
    }
    for (int i = 0; i < n; i++) {
      if (!needed[i] || graph.steps.get(i).kind() != ColumnGraph.Kind.FIXED) {
        out[i] = null;
      }
    }
    return out;
  }

  private static double[] constantStep(
      ColumnGraph graph, ColumnGraph.Step step, double[][] known, int length) {
    double[] out = new double[length];
    if (step.function() == null) {
      out[0] = step.number();
      return out;
    }
    double[][] x = new double[step.arguments().length][];
    for (int j = 0; j < x.length; j++) {
      int argument = step.arguments()[j];
      x[j] = known[argument];
      if (x[j].length < length && graph.steps.get(argument).kind() == ColumnGraph.Kind.SCALAR) {
        x[j] = new double[length];
        Arrays.fill(x[j], known[argument][0]);
      }
    }
    step.function().value(x, 0, length, out);
    return out;
  }

  /**
   * The value of every row.
   *
   * @param phi one number per hyperparameter
   * @param free one array of rows per free column
   * @param out receives one value per row
   */
  public void values(double[] phi, double[][] free, double[] out) {
    scalars(phi);
    for (int b = 0; b < fixed.length; b++) {
      forward(b, free);
      System.arraycopy(rowValues(b), 0, out, b * BLOCK, length(b));
    }
  }

  /** The sum over rows. */
  public double sum(double[] phi, double[][] free) {
    scalars(phi);
    double sum = 0;
    for (int b = 0; b < fixed.length; b++) {
      forward(b, free);
      sum = addTo(sum, rowValues(b), length(b));
    }
    return sum;
  }

  /**
   * The sum over rows; its gradient is added to what {@code byHyperparameter} and {@code byFree}
   * hold.
   */
  public double sumAndGradient(
      double[] phi, double[][] free, double[] byHyperparameter, double[][] byFree) {
    scalars(phi);
    clearScalars();
    double sum = 0;
    for (int b = 0; b < fixed.length; b++) {
      forward(b, free);
      sum = addTo(sum, rowValues(b), length(b));
      Arrays.fill(scratch, 0, length(b), 1);
      backward(b, scratch, 0, byFree);
    }
    finish(byHyperparameter);
    return sum;
  }

  /**
   * Carries derivatives by the values of the rows back: adds the derivatives by hyperparameters and
   * free columns.
   *
   * @param adjoint derivative of anything by the value of every row
   */
  public void pullBack(
      double[] phi,
      double[][] free,
      double[] adjoint,
      double[] byHyperparameter,
      double[][] byFree) {
    scalars(phi);
    clearScalars();
    for (int b = 0; b < fixed.length; b++) {
      forward(b, free);
      backward(b, adjoint, b * BLOCK, byFree);
    }
    finish(byHyperparameter);
  }

  private static double addTo(double sum, double[] terms, int length) {
    double total = sum;
    for (int k = 0; k < length; k++) {
      total += terms[k];
    }
    return total;
  }

  private int length(int block) {
    return Math.min(BLOCK, rows - block * BLOCK);
  }

  private void scalars(double[] phi) {
    for (int i = 0; i < values.length; i++) {
      ColumnGraph.Step step = graph.steps.get(i);
      if (step.kind() != ColumnGraph.Kind.SCALAR) {
        continue;
      }
      if (step.function() != null) {
        step.function().value(scalarArguments(step), 0, 1, values[i]);
      } else {
        values[i][0] = step.input() >= 0 ? phi[step.input()] : step.number();
      }
      Arrays.fill(spread[i], values[i][0]);
    }
  }

  private double[][] scalarArguments(ColumnGraph.Step step) {
    double[][] x = new double[step.arguments().length][];
    for (int j = 0; j < x.length; j++) {
      x[j] = values[step.arguments()[j]];
    }
    return x;
  }

  private double[] rowValues(int block) {
    return operand(block, graph.root);
  }

  private double[] operand(int block, int step) {
    return switch (graph.steps.get(step).kind()) {
      case SCALAR -> spread[step];
      case FIXED -> fixed[block][step];
      case MOVING -> values[step];
    };
  }

  private double[][] operands(int block, ColumnGraph.Step step) {
    double[][] x = new double[step.arguments().length][];
    for (int j = 0; j < x.length; j++) {
      x[j] = operand(block, step.arguments()[j]);
    }
    return x;
  }

  private void forward(int block, double[][] free) {
    int length = length(block);
    for (int i = 0; i < values.length; i++) {
      ColumnGraph.Step step = graph.steps.get(i);
      if (step.kind() != ColumnGraph.Kind.MOVING) {
        continue;
      }
      if (step.function() == null) {
        System.arraycopy(free[step.input()], block * BLOCK, values[i], 0, length);
      } else {
        step.function().value(operands(block, step), 0, length, values[i]);
      }
    }
  }

  private void clearScalars() {
    for (int i = 0; i < values.length; i++) {
      if (graph.steps.get(i).kind() == ColumnGraph.Kind.SCALAR) {
        adjoints[i][0] = 0;
      }
    }
  }

  private void backward(int block, double[] adjoint, int offset, double[][] byFree) {
    int length = length(block);
    ColumnGraph.Step root = graph.steps.get(graph.root);
    if (root.kind() == ColumnGraph.Kind.SCALAR) {
      for (int k = 0; k < length; k++) {
        adjoints[graph.root][0] += adjoint[offset + k];
      }
      return;
    }
    if (root.kind() == ColumnGraph.Kind.FIXED) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (graph.steps.get(i).kind() == ColumnGraph.Kind.MOVING) {
        Arrays.fill(adjoints[i], 0, length, 0);
      }
    }
    System.arraycopy(adjoint, offset, adjoints[graph.root], 0, length);
    for (int i = graph.root; i >= 0; i--) {
      ColumnGraph.Step step = graph.steps.get(i);
      if (step.kind() != ColumnGraph.Kind.MOVING) {
        continue;
      }
      if (step.function() == null) {
        double[] out = byFree[step.input()];
        for (int k = 0; k < length; k++) {
          out[block * BLOCK + k] += adjoints[i][k];
        }
      } else {
        stepBack(block, i, length);
      }
    }
  }

  /** Rows of adjoint 0 take no part, even where a partial derivative is infinite. */
  private void stepBack(int block, int i, int length) {
    ColumnGraph.Step step = graph.steps.get(i);
    double[][] x = operands(block, step);
    double[] own = adjoints[i];
    for (int j = 0; j < x.length; j++) {
      int argument = step.arguments()[j];
      ColumnGraph.Step to = graph.steps.get(argument);
      if (!to.dependent()) {
        continue;
      }
      Arrays.fill(scratch, 0, length, 0);
      step.function().pullBack(x, values[i], j, own, 0, length, scratch);
      if (to.kind() == ColumnGraph.Kind.SCALAR) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
          sum += own[k] == 0 ? 0 : scratch[k];
        }
        adjoints[argument][0] += sum;
      } else {
        double[] out = adjoints[argument];
        for (int k = 0; k < length; k++) {
          out[k] += own[k] == 0 ? 0 : scratch[k];
        }
      }
    }
  }

  private void finish(double[] byHyperparameter) {
    for (int i = values.length - 1; i >= 0; i--) {
      ColumnGraph.Step step = graph.steps.get(i);
      if (step.kind() != ColumnGraph.Kind.SCALAR || !step.dependent() || adjoints[i][0] == 0) {
        continue;
      }
      if (step.function() == null) {
        byHyperparameter[step.input()] += adjoints[i][0];
        continue;
      }
      double[][] x = scalarArguments(step);
      for (int j = 0; j < x.length; j++) {
        int argument = step.arguments()[j];
        step.function().pullBack(x, values[i], j, adjoints[i], 0, 1, adjoints[argument]);
      }
    }
  }
}

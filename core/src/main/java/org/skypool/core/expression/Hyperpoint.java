package org.skypool.core.expression;

import java.util.Arrays;

/** The scalar steps of a {@link Program} at one hyperparameter vector, with their Jacobian. */
public final class Hyperpoint {
  final double[] values;

  /**
   * Derivatives of every scalar step by the hyperparameters of {@link Program#support}; null rows
   * where it has none.
   */
  final double[][] jacobian;

  private Hyperpoint(double[] values, double[][] jacobian) {
    this.values = values;
    this.jacobian = jacobian;
  }

  /**
   * Carries derivatives by the scalar steps back to the hyperparameters, in one reverse sweep: its
   * cost does not grow with the number of hyperparameters.
   *
   * @param byStep derivative by the value of every step as other levels see it; steps that reach
   *     others through scalar steps alone have 0; overwritten
   * @param gradient receives what is added to it, one entry per hyperparameter
   */
  public void pullBack(Program program, double[] byStep, double[] gradient) {
    program.tape.backward(values, byStep);
    for (int step : program.parameters) {
      gradient[program.parameter(step)] += byStep[step];
    }
  }

  private static Hyperpoint of(Program program, double[] phi) {
    double[] values = program.numbers.clone();
    for (int step : program.parameters) {
      values[step] = phi[program.parameter(step)];
    }
    program.tape.forward(values);
    return new Hyperpoint(values, null);
  }

  /** At many vectors: each step is evaluated for all of them at once. */
  static Hyperpoint[] of(Program program, double[][] phis, boolean derivatives) {
    for (double[] phi : phis) {
      if (phi.length != program.dimension) {
        throw new IllegalArgumentException(
            "expected " + program.dimension + " hyperparameters, got " + phi.length);
      }
    }
    if (phis.length == 1 && !derivatives) {
      return new Hyperpoint[] {of(program, phis[0])};
    }
    Columns columns = new Columns(program, phis.length);
    for (int i : program.scalars) {
      columns.evaluate(i, phis, derivatives);
    }
    Hyperpoint[] points = new Hyperpoint[phis.length];
    for (int v = 0; v < points.length; v++) {
      points[v] = columns.point(v, derivatives);
    }
    return points;
  }

  /** Values and derivatives of scalar steps, an array over vectors for each. */
  private static final class Columns {
    private final Program program;
    private final double[][] values;
    private final double[][][] jacobian;
    private final double[] ones;

    Columns(Program program, int vectors) {
      this.program = program;
      values = new double[program.nodes.size()][];
      jacobian = new double[program.nodes.size()][][];
      ones = new double[vectors];
      Arrays.fill(ones, 1);
    }

    void evaluate(int i, double[][] phis, boolean derivatives) {
      double[] out = new double[phis.length];
      values[i] = out;
      Node node = program.nodes.get(i);
      if (node instanceof Node.Number number) {
        Arrays.fill(out, number.value());
      } else if (node instanceof Node.Parameter parameter) {
        for (int v = 0; v < out.length; v++) {
          out[v] = phis[v][parameter.index()];
        }
        jacobian[i] = new double[][] {ones};
      } else if (node instanceof Node.Call call) {
        double[][] x = new double[program.arguments[i].length][];
        for (int j = 0; j < x.length; j++) {
          x[j] = values[program.arguments[i][j]];
        }
        call.function().value(x, 0, out.length, out);
        if (derivatives && program.dependent[i]) {
          differentiate(call.function(), i, x);
        }
      }
    }

    private void differentiate(ElementFunction function, int i, double[][] x) {
      int[] support = program.support[i];
      jacobian[i] = new double[support.length][ones.length];
      double[][] partials = new double[x.length][];
      for (int j = 0; j < x.length; j++) {
        if (program.dependent[program.arguments[i][j]]) {
          partials[j] = new double[ones.length];
        }
      }
      function.pullBackAll(x, values[i], ones, 0, ones.length, partials);
      for (int j = 0; j < x.length; j++) {
        if (partials[j] != null) {
          int argument = program.arguments[i][j];
          int[] inner = program.support[argument];
          for (int s = 0; s < inner.length; s++) {
            int at = Arrays.binarySearch(support, inner[s]);
            add(partials[j], jacobian[argument][s], jacobian[i][at]);
          }
        }
      }
    }

    /** A derivative of 0 stays 0, also times infinity. */
    private static void add(double[] partial, double[] inner, double[] out) {
      for (int v = 0; v < out.length; v++) {
        if (inner[v] != 0) {
          out[v] += partial[v] * inner[v];
        }
      }
    }

    Hyperpoint point(int v, boolean derivatives) {
      double[] at = new double[values.length];
      double[][] rows = derivatives ? new double[values.length][] : null;
      for (int i : program.scalars) {
        at[i] = values[i][v];
        if (derivatives && jacobian[i] != null) {
          rows[i] = new double[jacobian[i].length];
          for (int s = 0; s < rows[i].length; s++) {
            rows[i][s] = jacobian[i][s][v];
          }
        }
      }
      return new Hyperpoint(at, rows);
    }
  }
}

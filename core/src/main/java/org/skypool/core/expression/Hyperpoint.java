package org.skypool.core.expression;

/** The scalar steps of a {@link Program} at one hyperparameter vector, with their Jacobian. */
public final class Hyperpoint {
  final double[] values;

  /** Derivative of every scalar step by every hyperparameter; null rows where it has none. */
  final double[][] jacobian;

  Hyperpoint(Program program, double[] phi, boolean derivatives) {
    if (phi.length != program.dimension) {
      throw new IllegalArgumentException(
          "expected " + program.dimension + " hyperparameters, got " + phi.length);
    }
    int n = program.nodes.size();
    values = new double[n];
    jacobian = derivatives ? new double[n][] : null;
    for (int i = 0; i < n; i++) {
      if (program.levels.get(i) == Level.SCALAR) {
        evaluate(program, i, phi);
      }
    }
  }

  private void evaluate(Program program, int i, double[] phi) {
    Node node = program.nodes.get(i);
    if (node instanceof Node.Number number) {
      values[i] = number.value();
    } else if (node instanceof Node.Parameter parameter) {
      values[i] = phi[parameter.index()];
      if (jacobian != null) {
        jacobian[i] = new double[phi.length];
        jacobian[i][parameter.index()] = 1;
      }
    } else if (node instanceof Node.Call call) {
      call(call, i, phi.length);
    }
  }

  private void call(Node.Call call, int i, int dimension) {
    int arity = call.arguments().size();
    double[][] x = new double[arity][1];
    for (int j = 0; j < arity; j++) {
      x[j][0] = values[call.arguments().get(j)];
    }
    double[] y = new double[1];
    call.function().value(x, 0, 1, y);
    values[i] = y[0];
    if (jacobian == null) {
      return;
    }
    double[] one = {1};
    for (int j = 0; j < arity; j++) {
      double[] inner = jacobian[call.arguments().get(j)];
      if (inner != null) {
        double[] partial = new double[1];
        call.function().pullBack(x, y, j, one, 0, 1, partial);
        if (jacobian[i] == null) {
          jacobian[i] = new double[dimension];
        }
        for (int d = 0; d < dimension; d++) {
          if (inner[d] != 0) {
            jacobian[i][d] += partial[0] * inner[d];
          }
        }
      }
    }
  }
}

package org.skypool.core.expression;

/**
 * The four operations. {@link Program} gathers sums and products with scalars into linear forms.
 */
public enum Arithmetic implements ElementFunction {
  /** {@code a + b}. */
  ADD {
    @Override
    public double at(double[] x) {
      return x[0] + x[1];
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint;
      out[1] += adjoint;
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] a = arguments[0];
      double[] b = arguments[1];
      for (int k = from; k < to; k++) {
        out[k] = a[k] + b[k];
      }
    }

    @Override
    public void pullBack(
        double[][] arguments,
        double[] value,
        int j,
        double[] adjoint,
        int from,
        int to,
        double[] out) {
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k];
      }
    }
  },
  /** {@code a - b}. */
  SUBTRACT {
    @Override
    public double at(double[] x) {
      return x[0] - x[1];
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint;
      out[1] -= adjoint;
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] a = arguments[0];
      double[] b = arguments[1];
      for (int k = from; k < to; k++) {
        out[k] = a[k] - b[k];
      }
    }

    @Override
    public void pullBack(
        double[][] arguments,
        double[] value,
        int j,
        double[] adjoint,
        int from,
        int to,
        double[] out) {
      double sign = j == 0 ? 1 : -1;
      for (int k = from; k < to; k++) {
        out[k] += sign * adjoint[k];
      }
    }
  },
  /** {@code a * b}. */
  MULTIPLY {
    @Override
    public double at(double[] x) {
      return x[0] * x[1];
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint * x[1];
      out[1] += adjoint * x[0];
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] a = arguments[0];
      double[] b = arguments[1];
      for (int k = from; k < to; k++) {
        out[k] = a[k] * b[k];
      }
    }

    @Override
    public void pullBack(
        double[][] arguments,
        double[] value,
        int j,
        double[] adjoint,
        int from,
        int to,
        double[] out) {
      double[] other = arguments[1 - j];
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k] * other[k];
      }
    }
  },
  /** {@code a / b}. */
  DIVIDE {
    @Override
    public double at(double[] x) {
      return x[0] / x[1];
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint / x[1];
      out[1] += -adjoint * y / x[1];
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] a = arguments[0];
      double[] b = arguments[1];
      for (int k = from; k < to; k++) {
        out[k] = a[k] / b[k];
      }
    }

    @Override
    public void pullBack(
        double[][] arguments,
        double[] value,
        int j,
        double[] adjoint,
        int from,
        int to,
        double[] out) {
      double[] b = arguments[1];
      for (int k = from; k < to; k++) {
        out[k] += j == 0 ? adjoint[k] / b[k] : -adjoint[k] * value[k] / b[k];
      }
    }
  };

  @Override
  public int arity() {
    return 2;
  }
}

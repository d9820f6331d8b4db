package org.skypool.core.expression;

/**
 * The four operations. {@link Program} gathers sums and products with scalars into linear forms.
 */
public enum Arithmetic implements ElementFunction {
  /** {@code a + b}. */
  ADD {
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

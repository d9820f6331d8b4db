package org.skypool.core.expression;

import org.skypool.core.math.BlockMath;

/** Elementary functions of one argument; accuracy and limits of {@link BlockMath}. */
public enum Elementary implements ElementFunction {
  /** {@code x^2}. */
  SQUARE {
    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] x = arguments[0];
      for (int k = from; k < to; k++) {
        out[k] = x[k] * x[k];
      }
    }

    @Override
    void pullBack(double[] x, double[] value, double[] adjoint, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k] * (2 * x[k]);
      }
    }
  },
  /** {@code e^x}. */
  EXP {
    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.exp(arguments[0], from, to, out);
    }

    @Override
    void pullBack(double[] x, double[] value, double[] adjoint, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k] * value[k];
      }
    }
  },
  /** Natural logarithm. */
  LOG {
    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.log(arguments[0], from, to, out);
    }

    @Override
    void pullBack(double[] x, double[] value, double[] adjoint, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] += adjoint[k] * (1 / x[k]);
      }
    }
  };

  /** Adds derivatives; a loop of its own for each function, so that each is compiled for itself. */
  abstract void pullBack(
      double[] x, double[] value, double[] adjoint, int from, int to, double[] out);

  @Override
  public int arity() {
    return 1;
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
    pullBack(arguments[0], value, adjoint, from, to, out);
  }
}

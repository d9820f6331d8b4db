package org.skypool.core.expression;

import org.skypool.core.math.BlockMath;

/** Elementary functions of one argument; accuracy and limits of {@link BlockMath}. */
public enum Elementary implements ElementFunction {
  /** {@code x^2}. */
  SQUARE {
    @Override
    public double at(double[] x) {
      return x[0] * x[0];
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint * (2 * x[0]);
    }

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
    public double at(double[] x) {
      return BlockMath.exp(x[0]);
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint * y;
    }

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
    public double at(double[] x) {
      return BlockMath.log(x[0]);
    }

    @Override
    public void addPartials(double[] x, double y, double adjoint, double[] out) {
      out[0] += adjoint * (1 / x[0]);
    }

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

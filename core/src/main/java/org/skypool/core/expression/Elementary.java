package org.skypool.core.expression;

import org.skypool.core.math.BlockMath;

/** Elementary functions of one argument; accuracy and limits of {@link BlockMath}. */
public enum Elementary implements ElementFunction {
  /** {@code x^2}. */
  SQUARE {
    @Override
    double value(double x) {
      return x * x;
    }

    @Override
    double derivative(double x, double y) {
      return 2 * x;
    }
  },
  /** {@code e^x}. */
  EXP {
    @Override
    double value(double x) {
      return BlockMath.exp(x);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.exp(arguments[0], from, to, out);
    }

    @Override
    double derivative(double x, double y) {
      return y;
    }
  },
  /** Natural logarithm. */
  LOG {
    @Override
    double value(double x) {
      return BlockMath.log(x);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.log(arguments[0], from, to, out);
    }

    @Override
    double derivative(double x, double y) {
      return 1 / x;
    }
  };

  abstract double value(double x);

  abstract double derivative(double x, double y);

  @Override
  public int arity() {
    return 1;
  }

  @Override
  public void value(double[][] arguments, int from, int to, double[] out) {
    double[] x = arguments[0];
    for (int k = from; k < to; k++) {
      out[k] = value(x[k]);
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
    double[] x = arguments[0];
    for (int k = from; k < to; k++) {
      out[k] += adjoint[k] * derivative(x[k], value[k]);
    }
  }
}

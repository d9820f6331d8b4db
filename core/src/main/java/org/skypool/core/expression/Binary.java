package org.skypool.core.expression;

import org.skypool.core.math.BlockMath;

/** Functions of two arguments beside the four operations. */
public enum Binary implements PointFunction {
  /** {@code x^y}; NaN for negative {@code x} unless {@code y} is an integer. */
  POW {
    @Override
    public double at(double[] x) {
      return BlockMath.pow(x[0], x[1]);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.pow(arguments[0], arguments[1], from, to, out);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (j == 0) {
        return x[1] == 0 ? 0 : x[1] * BlockMath.pow(x[0], x[1] - 1);
      }
      return y == 0 ? 0 : y * BlockMath.log(x[0]);
    }

    /** By the base as {@code x^y y / x} wherever that is defined. */
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
      double[] y = arguments[1];
      for (int k = from; k < to; k++) {
        double size = Math.abs(value[k]);
        boolean plain = x[k] > 0 && size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
        if (adjoint[k] != 0) {
          double partial;
          if (plain) {
            partial = value[k] * (j == 0 ? y[k] / x[k] : BlockMath.log(x[k]));
          } else {
            partial = partial(new double[] {x[k], y[k]}, value[k], j);
          }
          out[k] += adjoint[k] * partial;
        }
      }
    }
  },
  /** The smaller one. Where they are equal the derivative is the first one's. */
  MIN {
    @Override
    public double at(double[] x) {
      return Math.min(x[0], x[1]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return (x[0] <= x[1]) == (j == 0) ? 1 : 0;
    }
  },
  /** The larger one. Where they are equal the derivative is the first one's. */
  MAX {
    @Override
    public double at(double[] x) {
      return Math.max(x[0], x[1]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return (x[0] >= x[1]) == (j == 0) ? 1 : 0;
    }
  },
  /**
   * {@code log(x / y)} without cancellation where they are close; minus infinity for {@code x <=
   * 0}.
   */
  LOG_RATIO {
    @Override
    public double at(double[] x) {
      if (x[0] <= 0) {
        return x[1] > 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
      }
      double difference = x[0] - x[1];
      return Math.abs(difference) < 0.5 * x[1]
          ? StrictMath.log1p(difference / x[1])
          : StrictMath.log(x[0]) - StrictMath.log(x[1]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return j == 0 ? 1 / x[0] : -1 / x[1];
    }
  },
  /** {@code log(e^x + e^y)} without overflow. */
  LOG_ADD_EXP {
    @Override
    public double at(double[] x) {
      double larger = Math.max(x[0], x[1]);
      return Double.isInfinite(larger)
          ? larger
          : larger + BlockMath.log1p(BlockMath.exp(Math.min(x[0], x[1]) - larger));
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return x[j] == Double.NEGATIVE_INFINITY ? 0 : BlockMath.exp(x[j] - y);
    }
  };

  @Override
  public int arity() {
    return 2;
  }
}

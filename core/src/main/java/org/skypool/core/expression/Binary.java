package org.skypool.core.expression;

/** Functions of two arguments beside the four operations. */
public enum Binary implements PointFunction {
  /** {@code x^y}; NaN for negative {@code x} unless {@code y} is an integer. */
  POW {
    @Override
    public double at(double[] x) {
      return Double.isNaN(x[0]) ? Double.NaN : StrictMath.pow(x[0], x[1]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (j == 0) {
        return x[1] == 0 ? 0 : x[1] * StrictMath.pow(x[0], x[1] - 1);
      }
      return y == 0 ? 0 : y * StrictMath.log(x[0]);
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
          : larger + StrictMath.log1p(StrictMath.exp(Math.min(x[0], x[1]) - larger));
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return x[j] == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(x[j] - y);
    }
  };

  @Override
  public int arity() {
    return 2;
  }
}

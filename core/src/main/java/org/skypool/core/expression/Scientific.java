package org.skypool.core.expression;

import org.skypool.core.math.BlockMath;

/** The usual functions of one argument that are not in {@link Elementary}. */
public enum Scientific implements PointFunction {
  /** Square root. */
  SQRT {
    @Override
    double at(double x) {
      return Math.sqrt(x);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] x = arguments[0];
      for (int k = from; k < to; k++) {
        out[k] = Math.sqrt(x[k]);
      }
    }

    @Override
    double derivative(double x, double y) {
      return 0.5 / y;
    }
  },
  /** {@code log(1 + x)}. */
  LOG1P {
    @Override
    double at(double x) {
      return BlockMath.log1p(x);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.log1p(arguments[0], from, to, out);
    }

    /** Finite also at -1, so that an adjoint of 0 there gives 0. */
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
        out[k] += adjoint[k] * Math.min(1 / (1 + x[k]), Double.MAX_VALUE);
      }
    }

    @Override
    double derivative(double x, double y) {
      return 1 / (1 + x);
    }
  },
  /** {@code e^x - 1}. */
  EXPM1 {
    @Override
    double at(double x) {
      return BlockMath.expm1(x);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      BlockMath.expm1(arguments[0], from, to, out);
    }

    @Override
    double derivative(double x, double y) {
      return y + 1;
    }
  },
  /** Logarithm to base 10. */
  LOG10 {
    @Override
    double at(double x) {
      return StrictMath.log10(x);
    }

    @Override
    double derivative(double x, double y) {
      return 1 / (LN10 * x);
    }
  },
  /** Absolute value; derivative 0 at 0. */
  ABS {
    @Override
    double at(double x) {
      return Math.abs(x);
    }

    @Override
    double derivative(double x, double y) {
      return Math.signum(x);
    }
  },
  /** Sine of an angle in radians. */
  SIN {
    @Override
    double at(double x) {
      return StrictMath.sin(x);
    }

    @Override
    double derivative(double x, double y) {
      return StrictMath.cos(x);
    }
  },
  /** Cosine of an angle in radians. */
  COS {
    @Override
    double at(double x) {
      return StrictMath.cos(x);
    }

    @Override
    double derivative(double x, double y) {
      return -StrictMath.sin(x);
    }
  },
  /** Tangent of an angle in radians. */
  TAN {
    @Override
    double at(double x) {
      return StrictMath.tan(x);
    }

    @Override
    double derivative(double x, double y) {
      return 1 + y * y;
    }
  },
  /** Angle in radians, within pi/2 of 0, whose tangent is the argument. */
  ATAN {
    @Override
    double at(double x) {
      return StrictMath.atan(x);
    }

    @Override
    double derivative(double x, double y) {
      return 1 / (1 + x * x);
    }
  },
  /** Hyperbolic tangent. */
  TANH {
    @Override
    double at(double x) {
      return StrictMath.tanh(x);
    }

    @Override
    double derivative(double x, double y) {
      return 1 - y * y;
    }
  };

  private static final double LN10 = StrictMath.log(10);

  abstract double at(double x);

  abstract double derivative(double x, double y);

  @Override
  public double at(double[] x) {
    return at(x[0]);
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return derivative(x[0], y);
  }

  @Override
  public int arity() {
    return 1;
  }
}

package org.skypool.core.expression;

import java.util.function.DoubleUnaryOperator;
import org.skypool.core.math.BlockMath;

/** Functions that keep a density inside its support and its arguments inside their domain. */
public enum Guard implements PointFunction {
  /**
   * {@code WITHIN(x, low, high)}: 0 for finite {@code x} with {@code low <= x <= high}, minus
   * infinity elsewhere.
   */
  WITHIN(3) {
    @Override
    public double at(double[] x) {
      return within(x[0], x[1], x[2]);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] x = arguments[0];
      double[] low = arguments[1];
      double[] high = arguments[2];
      for (int k = from; k < to; k++) {
        out[k] = Math.max(Math.max(low[k] - x[k], x[k] - high[k]), 0);
      }
      if (BlockMath.sum(out, from, to) == 0) {
        return;
      }
      for (int k = from; k < to; k++) {
        out[k] = within(x[k], low[k], high[k]);
      }
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return 0;
    }
  },
  /** {@code log(x)} for finite {@code x > 0}, 0 elsewhere: for densities whose support is there. */
  LOG_INSIDE(1) {
    @Override
    public double at(double[] x) {
      return inside(x[0]) ? BlockMath.log(x[0]) : nothing(x[0]);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      logs(arguments[0], from, to, out, Guard::nothing);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return inside(x[0]) ? 1 / x[0] : 0;
    }
  },
  /** {@code x} where finite, 0 where infinite: for densities that vanish at infinity. */
  FINITE(1) {
    @Override
    public double at(double[] x) {
      return finite(x[0]);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] x = arguments[0];
      for (int k = from; k < to; k++) {
        out[k] = finite(x[k]);
      }
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return Double.isInfinite(x[0]) ? 0 : 1;
    }
  },
  /**
   * {@code log(x)} for finite {@code x > 0}, NaN elsewhere: for arguments that must be positive.
   */
  LOG_OF_POSITIVE(1) {
    @Override
    public double at(double[] x) {
      return inside(x[0]) ? BlockMath.log(x[0]) : Double.NaN;
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      logs(arguments[0], from, to, out, x -> Double.NaN);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return 1 / x[0];
    }
  },
  /** {@code ORDERED(low, high)}: 0 if {@code low < high}, NaN elsewhere. */
  ORDERED(2) {
    @Override
    public double at(double[] x) {
      return x[0] < x[1] ? 0 : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return 0;
    }
  },
  /**
   * {@code AGREED(x, y)}: x where y differs from it by 1e-8 at most or both are the same, else NaN.
   */
  AGREED(2) {
    @Override
    public double at(double[] x) {
      return x[0] == x[1] || Math.abs(x[0] - x[1]) <= 1e-8 ? x[0] : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return j == 0 ? 1 : 0;
    }
  },
  /** {@code log(max(x, 0))}: the log of a length that is empty when negative. */
  LOG_OF_LENGTH(1) {
    @Override
    public double at(double[] x) {
      return inside(x[0]) ? BlockMath.log(x[0]) : logOfEdge(x[0]);
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      logs(arguments[0], from, to, out, Guard::logOfEdge);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return x[0] > 0 ? 1 / x[0] : 0;
    }
  };

  private final int arity;

  Guard(int arity) {
    this.arity = arity;
  }

  private static double within(double x, double low, double high) {
    if (low <= x && x <= high && !Double.isInfinite(x)) {
      return 0;
    }
    boolean unknown = Double.isNaN(x) || Double.isNaN(low) || Double.isNaN(high);
    return unknown ? Double.NaN : Double.NEGATIVE_INFINITY;
  }

  private static double finite(double x) {
    return Double.isInfinite(x) ? 0 : x;
  }

  private static boolean inside(double x) {
    return x > 0 && x < Double.POSITIVE_INFINITY;
  }

  /**
   * Logarithms, and what stands for them outside {@link #inside}. Where all are inside they are
   * finite, and so is their sum: only then no point is looked at by itself.
   */
  private static void logs(
      double[] x, int from, int to, double[] out, DoubleUnaryOperator outside) {
    BlockMath.log(x, from, to, out);
    if (Math.abs(BlockMath.sum(out, from, to)) <= Double.MAX_VALUE) {
      return;
    }
    for (int k = from; k < to; k++) {
      if (!inside(x[k])) {
        out[k] = outside.applyAsDouble(x[k]);
      }
    }
  }

  /** 0, but NaN for NaN. */
  private static double nothing(double x) {
    return Double.isNaN(x) ? Double.NaN : 0;
  }

  private static double logOfEdge(double x) {
    return x <= 0 ? Double.NEGATIVE_INFINITY : x;
  }

  @Override
  public int arity() {
    return arity;
  }
}

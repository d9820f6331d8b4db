package org.skypool.core.expression;

import org.skypool.core.math.GammaInterval;
import org.skypool.core.math.NormalTail;

/**
 * Logarithms of integrals of standard weights over an interval {@code (low, high)}, with exact partial
 * derivatives: what a truncated density is divided by.
 *
 * <p>Minus infinity where {@code low >= high}; NaN where a parameter is out of its domain. Ends may be
 * infinite. They stay accurate where the interval lies far in a tail or is very short. Derivatives by
 * an end are {@code exp(log weight - value)} and carry the rounding of the two logarithms, about 1e-16
 * of their size.
 */
public enum LogInterval implements PointFunction {
  /** {@code NORMAL(low, high) = log(Phi(high) - Phi(low))}, standard normal. */
  NORMAL(2) {
    @Override
    public double at(double[] x) {
      return NormalTail.logInterval(x[0], x[1]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return edge(j == 1, NormalTail.logDensity(x[j]), y);
    }
  },
  /**
   * {@code GAMMA(s, low, high) = log integral of x^(s-1) exp(-x)}, any real {@code s} if {@code low >
   * 0}; not divided by {@code Gamma(s)}. Ends below 0 count as 0.
   */
  GAMMA(3) {
    @Override
    public double at(double[] x) {
      double low = Math.max(x[1], 0);
      double high = Math.max(x[2], 0);
      if (low >= high && !Double.isNaN(x[0])) {
        return Double.NEGATIVE_INFINITY;
      }
      return GammaInterval.exists(x[0], low, high)
          ? GammaInterval.of(x[0], low, high).logValue()
          : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (!Double.isFinite(y)) {
        return Double.NaN;
      }
      if (j == 0) {
        return GammaInterval.of(x[0], Math.max(x[1], 0), x[2]).meanLog();
      }
      double end = x[j];
      return end > 0 && end < Double.POSITIVE_INFINITY
          ? edge(j == 2, (x[0] - 1) * StrictMath.log(end) - end, y)
          : 0;
    }
  };

  private final int arity;

  LogInterval(int arity) {
    this.arity = arity;
  }

  private static double edge(boolean upper, double logWeight, double value) {
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    double weight = StrictMath.exp(logWeight - value);
    return upper ? weight : -weight;
  }

  @Override
  public int arity() {
    return arity;
  }
}

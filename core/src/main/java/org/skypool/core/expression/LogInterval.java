package org.skypool.core.expression;

import org.skypool.core.math.BetaInterval;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.ExponentialInterval;
import org.skypool.core.math.GammaIntegrals;
import org.skypool.core.math.NormalTail;
import org.skypool.core.math.StudentInterval;

/**
 * Logarithms of integrals of standard weights over an interval {@code (low, high)}, with exact
 * partial derivatives: what a truncated density is divided by.
 *
 * <p>Minus infinity where {@code low >= high}; NaN where a parameter is out of its domain. Ends may
 * be infinite. They stay accurate where the interval lies far in a tail or is very short.
 * Derivatives by an end are {@code exp(log weight - value)} and carry the rounding of the two
 * logarithms, about 1e-16 of their size.
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
   * {@code GAMMA(s, low, high) = log integral of x^(s-1) exp(-x)}, any real {@code s} if {@code low
   * > 0}; not divided by {@code Gamma(s)}. Ends below 0 count as 0.
   */
  GAMMA(3) {
    @Override
    public double at(double[] x) {
      double[] out = new double[1];
      value(new double[][] {{x[0]}, {x[1]}, {x[2]}}, 0, 1, out);
      return out[0];
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] low = notNegative(arguments[1], from, to);
      double[] high = notNegative(arguments[2], from, to);
      GammaIntegrals.logValues(arguments[0], low, high, from, to, out);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      double[] out = new double[1];
      pullBack(
          new double[][] {{x[0]}, {x[1]}, {x[2]}},
          new double[] {y},
          j,
          new double[] {1},
          0,
          1,
          out);
      return out[0];
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
      if (j == 0) {
        double[] means = new double[to];
        double[] low = notNegative(arguments[1], from, to);
        GammaIntegrals.meanLogs(arguments[0], low, arguments[2], from, to, means);
        for (int k = from; k < to; k++) {
          if (adjoint[k] != 0) {
            out[k] += adjoint[k] * (Double.isFinite(value[k]) ? means[k] : Double.NaN);
          }
        }
        return;
      }
      double[] ends = arguments[j];
      for (int k = from; k < to; k++) {
        if (adjoint[k] != 0) {
          out[k] += adjoint[k] * byEnd(arguments[0][k], ends[k], value[k], j == 2);
        }
      }
    }

    private double byEnd(double s, double end, double y, boolean upper) {
      if (end > 0 && end < Double.POSITIVE_INFINITY || !Double.isFinite(y)) {
        return edge(upper, (s - 1) * BlockMath.log(end) - end, y);
      }
      return 0;
    }

    private double[] notNegative(double[] x, int from, int to) {
      double[] out = new double[to];
      for (int k = from; k < to; k++) {
        out[k] = Math.max(x[k], 0);
      }
      return out;
    }
  },
  /**
   * {@code BETA(a, b, low, high) = log integral of x^(a-1) (1-x)^(b-1)}; not divided by {@code B(a,
   * b)}. Ends count as the nearest of 0 and 1 when beyond.
   */
  BETA(4) {
    @Override
    public double at(double[] x) {
      double low = unit(x[2]);
      double high = unit(x[3]);
      if (low >= high && x[0] > 0 && x[1] > 0) {
        return Double.NEGATIVE_INFINITY;
      }
      return BetaInterval.exists(x[0], x[1], low, high)
          ? BetaInterval.of(x[0], x[1], low, high).logValue()
          : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (!Double.isFinite(y)) {
        return Double.NaN;
      }
      if (j < 2) {
        BetaInterval interval = BetaInterval.of(x[0], x[1], unit(x[2]), unit(x[3]));
        return j == 0 ? interval.meanLog() : interval.meanLogComplement();
      }
      double end = x[j];
      double logWeight = (x[0] - 1) * StrictMath.log(end) + (x[1] - 1) * StrictMath.log1p(-end);
      return end > 0 && end < 1 ? edge(j == 3, logWeight, y) : 0;
    }

    private double unit(double x) {
      return Math.min(Math.max(x, 0), 1);
    }
  },
  /**
   * {@code STUDENT_T(df, low, high)}: log probability under the standard Student t distribution.
   */
  STUDENT_T(3) {
    @Override
    public double at(double[] x) {
      if (x[1] >= x[2] && x[0] > 0) {
        return Double.NEGATIVE_INFINITY;
      }
      return StudentInterval.exists(x[0], x[1], x[2])
          ? StudentInterval.of(x[0], x[1], x[2]).logValue()
          : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (!Double.isFinite(y)) {
        return Double.NaN;
      }
      if (j == 0) {
        return StudentInterval.of(x[0], x[1], x[2]).derivativeByDf();
      }
      double tail = 0.5 * (x[0] + 1) * StrictMath.log1p(x[j] * x[j] / x[0]);
      return edge(j == 2, StudentInterval.logNormaliser(x[0]) - tail, y);
    }
  },
  /** {@code EXPONENTIAL(s, low, high) = log integral of exp(s t)}, smooth through {@code s = 0}. */
  EXPONENTIAL(3) {
    @Override
    public double at(double[] x) {
      if (x[1] >= x[2] && !Double.isNaN(x[0])) {
        return Double.NEGATIVE_INFINITY;
      }
      return ExponentialInterval.exists(x[0], x[1], x[2])
          ? ExponentialInterval.of(x[0], x[1], x[2]).logValue()
          : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (!Double.isFinite(y)) {
        return Double.NaN;
      }
      if (j == 0) {
        return ExponentialInterval.of(x[0], x[1], x[2]).mean();
      }
      return Double.isInfinite(x[j]) ? 0 : edge(j == 2, x[0] * x[j], y);
    }
  },
  /** {@code CAUCHY(low, high) = log(atan(high) - atan(low))}; not divided by pi. */
  CAUCHY(2) {
    @Override
    public double at(double[] x) {
      if (x[0] >= x[1]) {
        return Double.NEGATIVE_INFINITY;
      }
      return StrictMath.log(x[1] <= -1 ? angle(-x[1], -x[0]) : angle(x[0], x[1]));
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return edge(j == 1, -StrictMath.log1p(x[j] * x[j]), y);
    }

    /**
     * {@code atan(b) - atan(a)} by the addition theorem, of the reciprocals where both are large.
     */
    private double angle(double a, double b) {
      if (a >= 1) {
        double reciprocal = Double.isInfinite(b) ? 0 : 1 / b;
        double difference = Double.isInfinite(b) ? 1 / a : (b - a) / a / b;
        return StrictMath.atan2(difference, 1 + reciprocal / a);
      }
      return Double.isInfinite(a) || Double.isInfinite(b)
          ? StrictMath.atan(b) - StrictMath.atan(a)
          : StrictMath.atan2(b - a, 1 + a * b);
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
    double weight = BlockMath.exp(logWeight - value);
    return upper ? weight : -weight;
  }

  @Override
  public int arity() {
    return arity;
  }
}

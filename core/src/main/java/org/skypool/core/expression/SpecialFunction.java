package org.skypool.core.expression;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.LogGamma;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.GammaHalfStep;
import org.skypool.core.math.GammaIntegrals;
import org.skypool.core.math.NormalTail;

/** Special functions with exact partial derivatives. Outside their domain they are NaN. */
public enum SpecialFunction implements PointFunction {
  /** Error function. */
  ERF(1) {
    @Override
    public double at(double[] x) {
      return Erf.value(x[0]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return TWO_OVER_SQRT_PI * StrictMath.exp(-x[0] * x[0]);
    }
  },
  /** Standard normal cumulative distribution. */
  NORMAL_CDF(1) {
    @Override
    public double at(double[] x) {
      return NormalTail.cdf(x[0]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return StrictMath.exp(NormalTail.logDensity(x[0]));
    }
  },
  /** Logarithm of {@link #NORMAL_CDF}, accurate in both tails. */
  LOG_NORMAL_CDF(1) {
    @Override
    public double at(double[] x) {
      return NormalTail.logCdf(x[0]);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return NormalTail.logCdfSlope(x[0]);
    }
  },
  /** {@code log Gamma(x)} for {@code x > 0}. */
  LOG_GAMMA(1) {
    @Override
    public double at(double[] x) {
      return x[0] > 0 ? LogGamma.value(x[0]) : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return Digamma.value(x[0]);
    }
  },
  /** {@code log Gamma(x + 1/2) - log Gamma(x)} for {@code x > 0}, without cancellation. */
  LOG_GAMMA_HALF_STEP(1) {
    @Override
    public double at(double[] x) {
      return x[0] > 0 ? GammaHalfStep.value(x[0]) : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return GammaHalfStep.derivative(x[0]);
    }
  },
  /** {@code log B(a, b)} for positive {@code a, b}. */
  LOG_BETA(2) {
    @Override
    public double at(double[] x) {
      return x[0] > 0 && x[1] > 0 ? LogBeta.value(x[0], x[1]) : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return Digamma.value(x[j]) - Digamma.value(x[0] + x[1]);
    }
  },
  /**
   * {@code LOG_UPPER_GAMMA(s, x) = log Gamma(s, x)}, the upper incomplete gamma function for any
   * real {@code s} and {@code x > 0}, or {@code s > 0} and {@code x = 0}. Accuracy: {@link
   * GammaIntegrals}.
   */
  LOG_UPPER_GAMMA(2) {
    @Override
    public double at(double[] x) {
      double[] out = new double[1];
      value(new double[][] {{x[0]}, {x[1]}}, 0, 1, out);
      return out[0];
    }

    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      GammaIntegrals.logValues(arguments[0], arguments[1], infinity(from, to), from, to, out);
    }

    @Override
    public double partial(double[] x, double y, int j) {
      double[] out = new double[1];
      double[] one = {1};
      pullBack(new double[][] {{x[0]}, {x[1]}}, new double[] {y}, j, one, 0, 1, out);
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
      double[] s = arguments[0];
      double[] x = arguments[1];
      double[] means = new double[to];
      if (j == 0) {
        GammaIntegrals.meanLogs(s, x, infinity(from, to), from, to, means);
      }
      for (int k = from; k < to; k++) {
        if (adjoint[k] != 0) {
          double partial =
              j == 0
                  ? means[k]
                  : -BlockMath.exp((s[k] - 1) * BlockMath.log(x[k]) - x[k] - value[k]);
          out[k] += adjoint[k] * (Double.isNaN(value[k]) ? Double.NaN : partial);
        }
      }
    }

    private double[] infinity(int from, int to) {
      double[] ends = new double[to];
      Arrays.fill(ends, from, to, Double.POSITIVE_INFINITY);
      return ends;
    }
  };

  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private final int arity;

  SpecialFunction(int arity) {
    this.arity = arity;
  }

  @Override
  public int arity() {
    return arity;
  }
}

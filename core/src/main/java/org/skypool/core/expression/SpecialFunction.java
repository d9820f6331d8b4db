package org.skypool.core.expression;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.LogGamma;
import org.skypool.core.math.GammaHalfStep;
import org.skypool.core.math.GammaInterval;
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
   * GammaInterval}.
   */
  LOG_UPPER_GAMMA(2) {
    @Override
    public double at(double[] x) {
      return GammaInterval.exists(x[0], x[1], Double.POSITIVE_INFINITY)
          ? GammaInterval.of(x[0], x[1], Double.POSITIVE_INFINITY).logValue()
          : Double.NaN;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      if (Double.isNaN(y)) {
        return Double.NaN;
      }
      if (j == 0) {
        return GammaInterval.of(x[0], x[1], Double.POSITIVE_INFINITY).meanLog();
      }
      return -StrictMath.exp((x[0] - 1) * StrictMath.log(x[1]) - x[1] - y);
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

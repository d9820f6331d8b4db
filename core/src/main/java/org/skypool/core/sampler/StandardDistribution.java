package org.skypool.core.sampler;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.NormalQuantile;

/**
 * What the independent standard numbers behind a proposal are distributed as. Log densities of
 * several coordinates are collected: {@link #begin}, {@link #include} each coordinate, {@link
 * #finish}.
 */
enum StandardDistribution {
  /** Mean 0, variance 1. */
  NORMAL {
    private static final double LOG_SQRT_2PI = 0.91893853320467274178;

    @Override
    void quantile(double[] u, int from, int to, double[] out) {
      NormalQuantile.of(u, from, to, out);
    }

    @Override
    void begin(int from, int to, double[] collected) {
      Arrays.fill(collected, from, to, 0);
    }

    @Override
    void include(double[] z, double inverse, int from, int to, double[] collected) {
      for (int k = from; k < to; k++) {
        double unit = z[k] * inverse;
        collected[k] += unit * unit;
      }
    }

    @Override
    void finish(int dimension, int from, int to, double[] collected) {
      for (int k = from; k < to; k++) {
        collected[k] = -dimension * LOG_SQRT_2PI - 0.5 * collected[k];
      }
    }
  },
  /** Four degrees of freedom: reaches on where densities fall as exponentials. */
  STUDENT_T4 {
    @Override
    void quantile(double[] u, int from, int to, double[] out) {
      StudentT4.quantile(u, from, to, out);
    }

    @Override
    void begin(int from, int to, double[] collected) {
      Arrays.fill(collected, from, to, 1);
    }

    /** Factors {@code 1 + z^2 / 4}: one logarithm serves all coordinates. */
    @Override
    void include(double[] z, double inverse, int from, int to, double[] collected) {
      double half = 0.5 * inverse;
      for (int k = from; k < to; k++) {
        double unit = z[k] * half;
        collected[k] *= Math.fma(unit, unit, 1);
      }
    }

    @Override
    void finish(int dimension, int from, int to, double[] collected) {
      BlockMath.log(collected, from, to, collected);
      for (int k = from; k < to; k++) {
        collected[k] = dimension * StudentT4.LOG_PEAK - 2.5 * collected[k];
      }
    }
  };

  /** Writes the quantiles of probabilities. */
  abstract void quantile(double[] u, int from, int to, double[] out);

  /** Prepares to collect. */
  abstract void begin(int from, int to, double[] collected);

  /** Takes in a coordinate, {@code z inverse}. */
  abstract void include(double[] z, double inverse, int from, int to, double[] collected);

  /** Turns what was collected into the log density of {@code dimension} coordinates. */
  abstract void finish(int dimension, int from, int to, double[] collected);
}

package org.skypool.core.diagnostics;

import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;

/**
 * Importance weights given by their logarithms, which may have any common offset. A weight of 0
 * (log weight negative infinity) is allowed.
 *
 * <p>The results are NaN if there are no weights, if all are 0, or if a log weight is NaN or
 * positive infinity.
 */
public final class ImportanceWeights {

  private ImportanceWeights() {}

  /** Weights that sum to 1, each to rounding. */
  public static double[] normalized(double[] logWeights) {
    double[] weights = new double[logWeights.length];
    LogSumExp.of(logWeights, 0, logWeights.length, weights);
    double sum = BlockMath.sum(weights, 0, weights.length);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * Kish's effective sample size {@code (sum w)^2 / sum w^2}, between 1 and the number of weights.
   * It does not see regions the proposal has missed.
   */
  public static double effectiveSampleSize(double[] logWeights) {
    double[] weights = new double[logWeights.length];
    LogSumExp.of(logWeights, 0, logWeights.length, weights);
    double sum = BlockMath.sum(weights, 0, weights.length);
    return sum * sum / BlockMath.dot(weights, weights, 0, weights.length);
  }

  /** The log of the mean weight, the estimate of a log evidence. */
  public static double logMean(double[] logWeights) {
    double value = LogSumExp.of(logWeights, 0, logWeights.length);
    boolean usable = value > Double.NEGATIVE_INFINITY && value < Double.POSITIVE_INFINITY;
    return usable ? value - BlockMath.log(logWeights.length) : Double.NaN;
  }
}

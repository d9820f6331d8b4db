package org.skypool.core.diagnostics;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;

/**
 * Pareto-smoothed importance weights (Vehtari, Simpson, Gelman, Yao &amp; Gabry 2024, JMLR 25:72,
 * https://jmlr.org/papers/v25/19-556.html).
 *
 * <p>A generalized Pareto distribution is fitted to the largest {@code min(S/5, 3 sqrt(S / r))} of
 * S weights, r being the relative efficiency of the draws (1 if independent, ESS/S for chains);
 * these weights are replaced by its expected order statistics, at most the largest raw weight. The
 * fitted shape, k-hat, tells whether the estimate can be trusted: below 0.5 the variance is finite,
 * up to about {@code min(1 - 1/log10 S, 0.7)} the error is practical, beyond it is not.
 *
 * <p>k-hat does not know the size of the tail: nearly constant weights, with an effective sample
 * size near S, may show a k-hat above 1, either because their bounded tail has an odd shape or
 * because the proposal has missed a region altogether. {@link #tailShare} says how much of the
 * total weight the excess of the tail over its threshold holds. A large k-hat with a share near 0
 * calls for a wider proposal as a check, not for silence.
 *
 * @param logWeights smoothed log weights in the order of the input, their exponentials summing to
 *     1; NaN throughout if the input has NaN, positive infinity or no positive weight
 * @param khat shape of the tail; NaN if fewer than {@value #LEAST_TAIL} weights exceed the
 *     threshold (too few draws, or a tail of equal weights), in which case the weights are only
 *     normalised; negative infinity if all positive weights are equal, so that there is no tail
 * @param tailLength number of weights replaced
 * @param tailShare excess of the raw tail weights over the threshold, as a share of all weight; NaN
 *     where k-hat is NaN
 */
public record ParetoSmoothing(double[] logWeights, double khat, int tailLength, double tailShare) {

  /** Fewest weights a fit is made to. */
  public static final int LEAST_TAIL = 5;

  private static final double LARGEST_TAIL_FRACTION = 0.2;

  /** Relative differences below this are rounding of log weights, not a tail. */
  private static final double EQUAL = 1e-12;

  /** Smooths the log weights of independent draws; any common offset is allowed. */
  public static ParetoSmoothing of(double[] logWeights) {
    return of(logWeights, 1);
  }

  /**
   * Smooths the log weights of draws with a relative efficiency.
   *
   * @throws IllegalArgumentException if the relative efficiency is not positive and finite
   */
  public static ParetoSmoothing of(double[] logWeights, double relativeEfficiency) {
    if (!(relativeEfficiency > 0 && relativeEfficiency <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "relative efficiency " + relativeEfficiency + ": must be positive and finite");
    }
    double[] shifted = logWeights.clone();
    double total = LogSumExp.of(logWeights, 0, logWeights.length);
    if (!(Math.abs(total) <= Double.MAX_VALUE)) {
      Arrays.fill(shifted, Double.NaN);
      return new ParetoSmoothing(shifted, Double.NaN, 0, Double.NaN);
    }
    double max = BlockMath.max(logWeights, 0, logWeights.length);
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] -= max;
    }
    return smooth(shifted, relativeEfficiency);
  }

  /** How many of {@code n} weights count as the tail, at most. */
  public static int longestTail(int n, double relativeEfficiency) {
    return (int)
        Math.ceil(Math.min(LARGEST_TAIL_FRACTION * n, 3 * Math.sqrt(n / relativeEfficiency)));
  }

  private static ParetoSmoothing smooth(double[] logWeights, double relativeEfficiency) {
    int[] order = Ascending.order(logWeights);
    int n = logWeights.length;
    int positive = 0;
    for (double weight : logWeights) {
      positive += weight > Double.NEGATIVE_INFINITY ? 1 : 0;
    }
    if (logWeights[order[n - positive]] > -EQUAL) {
      return normalised(logWeights, Double.NEGATIVE_INFINITY, 0, 0);
    }
    int start = n - Math.min(longestTail(n, relativeEfficiency), positive - 1);
    double threshold = logWeights[order[start - 1]];
    while (start < n && logWeights[order[start]] <= threshold) {
      start++;
    }
    int length = n - start;
    if (length < LEAST_TAIL || threshold > -EQUAL) {
      return normalised(logWeights, Double.NaN, 0, Double.NaN);
    }
    return replaceTail(logWeights, Arrays.copyOfRange(order, start, n), BlockMath.exp(threshold));
  }

  private static ParetoSmoothing replaceTail(double[] logWeights, int[] tail, double threshold) {
    double[] excess = new double[tail.length];
    for (int i = 0; i < tail.length; i++) {
      excess[i] = BlockMath.exp(logWeights[tail[i]]) - threshold;
    }
    double total = LogSumExp.expSum(logWeights, 0, logWeights.length, 0);
    double share = BlockMath.sum(excess, 0, excess.length) / total;
    if (!(excess[0] > 0)) {
      return normalised(logWeights, Double.NaN, 0, Double.NaN);
    }
    GeneralizedPareto fit = GeneralizedPareto.fit(excess);
    if (!Double.isFinite(fit.shape()) || !Double.isFinite(fit.scale())) {
      return normalised(logWeights, Double.NaN, 0, Double.NaN);
    }
    for (int i = 0; i < tail.length; i++) {
      double weight = threshold + fit.quantile((i + 0.5) / tail.length);
      logWeights[tail[i]] = Math.min(BlockMath.log(weight), 0);
    }
    return normalised(logWeights, fit.shape(), tail.length, share);
  }

  private static ParetoSmoothing normalised(
      double[] logWeights, double khat, int tailLength, double tailShare) {
    double total = LogSumExp.of(logWeights, 0, logWeights.length);
    for (int i = 0; i < logWeights.length; i++) {
      logWeights[i] -= total;
    }
    return new ParetoSmoothing(logWeights, khat, tailLength, tailShare);
  }

  /** Kish's effective sample size of the smoothed weights. */
  public double effectiveSampleSize() {
    return ImportanceWeights.effectiveSampleSize(logWeights);
  }
}

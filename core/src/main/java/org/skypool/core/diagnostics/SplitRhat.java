package org.skypool.core.diagnostics;

import java.util.Arrays;

/**
 * Rank-normalised split R-hat (Vehtari, Gelman, Simpson, Carpenter &amp; Buerkner 2021,
 * doi:10.1214/20-BA1221): do the chains, and the halves of each, agree?
 *
 * <p>Chains are halved and rank-normalised; with n draws per half, {@code W} the mean variance
 * within and {@code B/n} the variance of the means of the halves, {@code R = sqrt(((n - 1)/n W +
 * B/n) / W)}. {@link #bulk} uses the draws (location), {@link #folded} their distances from the
 * pooled median (scale and tails), {@link #of} is the larger one. Converged chains have values near
 * 1; the paper asks for less than 1.01.
 *
 * <p>NaN if there are fewer than {@value #LEAST_DRAWS} draws per chain, if a draw is not finite, or
 * if all draws are equal. Positive infinity if every half is constant, but not all at the same
 * value.
 */
public final class SplitRhat {

  /** Fewest draws per chain for which the diagnostic is defined. */
  public static final int LEAST_DRAWS = 4;

  private SplitRhat() {}

  /**
   * The larger of {@link #bulk} and {@link #folded}; where all distances from the median are equal,
   * as for draws of two values, {@link #bulk} alone.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double of(double[][] chains) {
    double folded = folded(chains);
    double bulk = bulk(chains);
    return Double.isNaN(folded) ? bulk : Math.max(bulk, folded);
  }

  /**
   * R-hat of the ranks of the draws.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double bulk(double[][] chains) {
    return Chains.areUsable(chains, LEAST_DRAWS) ? ofRanks(chains) : Double.NaN;
  }

  /**
   * R-hat of the ranks of the distances from the pooled median.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double folded(double[][] chains) {
    if (!Chains.areUsable(chains, LEAST_DRAWS)) {
      return Double.NaN;
    }
    double median = Chains.quantile(Chains.sortedPool(chains), 0.5);
    double[][] distances = Chains.map(chains, x -> Math.abs(x - median));
    return Chains.areUsable(distances, LEAST_DRAWS) ? ofRanks(distances) : Double.NaN;
  }

  private static double ofRanks(double[][] chains) {
    double[][] halves = Chains.rankNormalised(Chains.split(chains));
    double within = Arrays.stream(halves).mapToDouble(Chains::variance).average().orElseThrow();
    double between = Chains.variance(Arrays.stream(halves).mapToDouble(Chains::mean).toArray());
    double n = halves[0].length;
    return Math.sqrt(((n - 1) / n * within + between) / within);
  }
}

package org.skypool.core.diagnostics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Monte Carlo standard errors of estimates from chains, with the effective sample sizes of {@link
 * EffectiveSampleSize}. NaN where that is NaN.
 */
public final class MonteCarloError {

  /** Probability of a normal variable to lie below minus one standard deviation. */
  private static final double ONE_SIGMA_BELOW = 0.15865525393145707;

  private MonteCarloError() {}

  /**
   * Of the mean: {@code sd / sqrt(ESS)}.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double mean(double[][] chains) {
    double ess = EffectiveSampleSize.mean(chains);
    return Double.isNaN(ess) ? ess : Math.sqrt(Chains.variance(Chains.pooled(chains)) / ess);
  }

  /**
   * Of the standard deviation: that of the mean squared deviation, divided by twice the standard
   * deviation. Needs a finite fourth moment.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double sd(double[][] chains) {
    if (!Chains.areUsable(chains, EffectiveSampleSize.LEAST_DRAWS)) {
      return Double.NaN;
    }
    double[] pool = Chains.pooled(chains);
    double mean = Chains.mean(pool);
    double[][] squares = Chains.map(chains, x -> (x - mean) * (x - mean));
    return mean(squares) / (2 * Math.sqrt(Chains.variance(pool)));
  }

  /**
   * Of the p quantile: half the distance of the quantiles at the 16 % and 84 % points of the
   * distribution Beta(ESS p + 1, ESS (1 - p) + 1) of the true probability below the estimate
   * (Vehtari et al. 2021, section 4.4).
   *
   * @throws IllegalArgumentException if chains differ in length or p is not in [0, 1]
   */
  public static double quantile(double[][] chains, double p) {
    double ess = EffectiveSampleSize.quantile(chains, p);
    if (Double.isNaN(ess)) {
      return ess;
    }
    BetaDistribution probability = BetaDistribution.of(ess * p + 1, ess * (1 - p) + 1);
    double[] sorted = Chains.sortedPool(chains);
    double low = probability.inverseCumulativeProbability(ONE_SIGMA_BELOW);
    double high = probability.inverseSurvivalProbability(ONE_SIGMA_BELOW);
    return (Chains.quantile(sorted, high) - Chains.quantile(sorted, low)) / 2;
  }
}

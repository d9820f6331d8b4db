package org.skypool.core.diagnostics;

import java.util.Arrays;

/**
 * Effective sample sizes of chains (Vehtari et al. 2021, doi:10.1214/20-BA1221): how many
 * independent draws would estimate as well.
 *
 * <p>Chains are halved. With {@code rho_t} the autocorrelation at lag t, estimated from the
 * autocovariances within the halves and the variance between their means, {@code ESS = S / tau},
 * {@code tau = -1 + 2 sum_k P_k}, {@code P_k = rho_2k + rho_2k+1}; the sum stops where {@code P_k
 * <= 0} and each term is at most the one before (Geyer's initial monotone sequence, 1992,
 * doi:10.1214/ss/1177011137). The first even lag after the stop counts once if positive, which
 * serves antithetic chains; tau is at least {@code 1 / log10(S)}, so that ESS is at most {@code S
 * log10(S)}. Lags are summed directly, which takes a time proportional to S times the number of
 * lags used.
 *
 * <p>NaN if there are fewer than {@value #LEAST_DRAWS} draws per chain, if a draw is not finite, or
 * if the quantity of interest is constant.
 */
public final class EffectiveSampleSize {

  /** Fewest draws per chain for which the diagnostic is defined. */
  public static final int LEAST_DRAWS = 8;

  private static final double LOWER_TAIL = 0.05;
  private static final double UPPER_TAIL = 0.95;

  private EffectiveSampleSize() {}

  /**
   * Of the rank-normalised draws: whether the centre of the distribution is well explored.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double bulk(double[][] chains) {
    if (!Chains.areUsable(chains, LEAST_DRAWS)) {
      return Double.NaN;
    }
    return ofHalves(Chains.rankNormalised(Chains.split(chains)));
  }

  /**
   * The smaller one of those for the 5 % and 95 % quantiles; NaN if one of them is NaN.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double tail(double[][] chains) {
    return Math.min(quantile(chains, LOWER_TAIL), quantile(chains, UPPER_TAIL));
  }

  /**
   * For the estimate of the p quantile: of the indicator of draws at or below it.
   *
   * @throws IllegalArgumentException if chains differ in length or p is not in [0, 1]
   */
  public static double quantile(double[][] chains, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile probability " + p + ": allowed is [0, 1]");
    }
    if (!Chains.areUsable(chains, LEAST_DRAWS)) {
      return Double.NaN;
    }
    double quantile = Chains.quantile(Chains.sortedPool(chains), p);
    return mean(Chains.map(chains, x -> x <= quantile ? 1 : 0));
  }

  /**
   * Of the draws as they are: for the estimate of their mean, where the variance is finite.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  public static double mean(double[][] chains) {
    return Chains.areUsable(chains, LEAST_DRAWS) ? ofHalves(Chains.split(chains)) : Double.NaN;
  }

  private static double ofHalves(double[][] halves) {
    if (Chains.isConstant(halves)) {
      return Double.NaN;
    }
    double draws = (double) halves.length * halves[0].length;
    return draws / Math.max(autocorrelationTime(halves), 1 / Math.log10(draws));
  }

  private static double autocorrelationTime(double[][] halves) {
    int n = halves[0].length;
    double[] means = Arrays.stream(halves).mapToDouble(Chains::mean).toArray();
    double within = autocovariance(halves, means, 0) * n / (n - 1);
    double total = within * (n - 1) / n + Chains.variance(means);
    double sum = 0;
    double last = Double.POSITIVE_INFINITY;
    for (int lag = 0; lag + 1 < n; lag += 2) {
      double even = lag == 0 ? 1 : 1 - (within - autocovariance(halves, means, lag)) / total;
      double odd = 1 - (within - autocovariance(halves, means, lag + 1)) / total;
      if (even + odd <= 0) {
        return 2 * sum - 1 + Math.max(even, 0);
      }
      last = Math.min(last, even + odd);
      sum += last;
    }
    return 2 * sum - 1;
  }

  /** Mean over the halves of the autocovariance at a lag, with the divisor n. */
  private static double autocovariance(double[][] halves, double[] means, int lag) {
    double sum = 0;
    for (int c = 0; c < halves.length; c++) {
      double[] x = halves[c];
      double mean = means[c];
      double inner = 0;
      for (int i = 0; i < x.length - lag; i++) {
        inner += (x[i] - mean) * (x[i + lag] - mean);
      }
      sum += inner / x.length;
    }
    return sum / halves.length;
  }
}

package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The posterior distribution of the number of objects of one component. Given the hyperparameters
 * objects are of it independently, each with its own probability, so that their number is
 * Poisson-binomial; the mean of these distributions over draws of the hyperposterior is the answer.
 * It is not the binomial distribution of the component's weight: that one is for objects of which
 * nothing has been measured.
 *
 * @param mean posterior mean
 * @param sd posterior standard deviation
 * @param quantiles smallest numbers with a probability of at least 0.05, 0.16, 0.5, 0.84 and 0.95
 *     at or below them
 * @param probabilities of 0, 1, ... objects; empty for many objects
 */
public record MemberCount(
    double mean, double sd, double[] quantiles, Optional<double[]> probabilities) {

  /** Up to so many objects the probabilities are computed, one object after the other. */
  public static final int MOST_EXACT = 4096;

  private static final double[] LEVELS = {0.05, 0.16, 0.5, 0.84, 0.95};

  /** Probabilities below are not carried on: all objects together cannot make them matter. */
  private static final double NEGLIGIBLE = 1e-20;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * The distribution for objects whose probabilities are known one by one.
   *
   * @param memberships by hyperparameter vector, one probability per object
   */
  public static MemberCount of(double[][] memberships) {
    int objects = memberships[0].length;
    double[] mean = new double[objects + 1];
    for (double[] given : memberships) {
      double[] one = poissonBinomial(given);
      for (int m = 0; m <= objects; m++) {
        mean[m] += one[m] / memberships.length;
      }
    }
    double[] cumulative = new double[objects + 1];
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int m = 0; m <= objects; m++) {
      sum += mean[m];
      first += m * mean[m];
      cumulative[m] = sum;
    }
    for (int m = 0; m <= objects; m++) {
      second += (m - first) * (m - first) * mean[m];
    }
    double[] quantiles = new double[LEVELS.length];
    for (int q = 0; q < LEVELS.length; q++) {
      int m = 0;
      while (m < objects && cumulative[m] < LEVELS[q]) {
        m++;
      }
      quantiles[q] = m;
    }
    return new MemberCount(first, Math.sqrt(second), quantiles, Optional.of(mean));
  }

  /**
   * The distribution for many objects, whose number given the hyperparameters is as good as normal.
   *
   * @param sums by hyperparameter vector, of the probabilities p
   * @param variances by hyperparameter vector, sums of {@code p (1 - p)}
   */
  public static MemberCount ofSums(double[] sums, double[] variances) {
    int n = sums.length;
    double mean = Arrays.stream(sums).sum() / n;
    double within = Arrays.stream(variances).sum() / n;
    double between = Arrays.stream(sums).map(s -> (s - mean) * (s - mean)).sum() / n;
    double[] quantiles = new double[LEVELS.length];
    for (int q = 0; q < LEVELS.length; q++) {
      quantiles[q] = quantile(sums, variances, LEVELS[q]);
    }
    return new MemberCount(mean, Math.sqrt(within + between), quantiles, Optional.empty());
  }

  private static double quantile(double[] sums, double[] variances, double level) {
    double reach = 10 * Math.sqrt(Arrays.stream(variances).max().orElseThrow()) + 1;
    double low = Math.floor(Arrays.stream(sums).min().orElseThrow() - reach);
    double high = Math.ceil(Arrays.stream(sums).max().orElseThrow() + reach);
    while (high - low > 1) {
      double middle = Math.floor((low + high) / 2);
      if (cumulative(sums, variances, middle) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(high, 0);
  }

  private static double cumulative(double[] sums, double[] variances, double m) {
    double sum = 0;
    for (int v = 0; v < sums.length; v++) {
      double sd = Math.sqrt(variances[v]);
      double distance = m + 0.5 - sums[v];
      sum += sd > 0 ? NORMAL.cumulativeProbability(distance / sd) : distance >= 0 ? 1 : 0;
    }
    return sum / sums.length;
  }

  /** Probabilities of 0, 1, ... successes among independent trials of unequal probabilities. */
  static double[] poissonBinomial(double[] p) {
    double[] found = new double[p.length + 1];
    found[0] = 1;
    int low = 0;
    int high = 0;
    for (double success : p) {
      high++;
      for (int m = high; m > low; m--) {
        found[m] = found[m] * (1 - success) + found[m - 1] * success;
      }
      found[low] *= 1 - success;
      while (low < high && found[low] < NEGLIGIBLE) {
        found[low++] = 0;
      }
      while (high > low && found[high] < NEGLIGIBLE) {
        found[high--] = 0;
      }
    }
    return found;
  }
}

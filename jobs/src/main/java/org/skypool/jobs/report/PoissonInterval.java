package org.skypool.jobs.report;

import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * Central 68 % interval of a Poisson mean, given a count: {@code P(X >= n | low) = P(X <= n | high)
 * = 0.16} (Garwood 1936, <a
 * href="https://doi.org/10.1093/biomet/28.3-4.437">doi:10.1093/biomet/28.3-4.437</a>). The lower
 * end is 0 for a count of 0.
 *
 * @param low lower end
 * @param high upper end
 */
record PoissonInterval(double low, double high) {
  private static final double TAIL = 0.16;

  /**
   * The interval of a count.
   *
   * @param count zero or more
   * @throws IllegalArgumentException if the count is negative or not finite
   */
  static PoissonInterval of(double count) {
    if (!(count >= 0) || Double.isInfinite(count)) {
      throw new IllegalArgumentException("count is " + count + ", must be finite and not negative");
    }
    double low = count == 0 ? 0 : GammaDistribution.of(count, 1).inverseCumulativeProbability(TAIL);
    double high = GammaDistribution.of(count + 1, 1).inverseSurvivalProbability(TAIL);
    return new PoissonInterval(low, high);
  }
}

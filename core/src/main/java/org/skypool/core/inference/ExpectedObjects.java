package org.skypool.core.inference;

import org.skypool.core.diagnostics.RankStatistic;

/**
 * The number of objects that a fitted population with a rate expects the survey to hold.
 *
 * @param mean over the hyperposterior
 * @param sd over the hyperposterior; another survey scatters by the square root of the mean besides
 */
public record ExpectedObjects(double mean, double sd) {
  private static final int MOST_VECTORS = 1_000;

  /**
   * Of draws of a hyperposterior.
   *
   * @param count the term whose values are expected numbers
   * @param draws natural hyperparameters
   */
  public static ExpectedObjects of(SelectionTerm count, double[][] draws) {
    int[] rows = RankStatistic.thinned(draws.length, Math.min(MOST_VECTORS, draws.length));
    double[] values =
        count.values(
            java.util.Arrays.stream(rows).mapToObj(r -> draws[r]).toArray(double[][]::new));
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new ExpectedObjects(mean, Math.sqrt(squares / Math.max(1, values.length - 1)));
  }
}

package org.skypool.core.diagnostics;

/**
 * p-values of several tests, adjusted so that the probability that any true hypothesis has an
 * adjusted p-value below alpha is at most alpha, whatever the dependence of the tests (Holm 1979,
 * Scandinavian Journal of Statistics 6, 65).
 */
public final class HolmCorrection {

  private HolmCorrection() {}

  /**
   * {@code max over the tests up to this one in ascending order of min(1, (m - rank) p)}, rank from
   * 0, m the number of tests.
   *
   * @param p one p-value per test, in any order
   * @return adjusted, in the same order
   * @throws IllegalArgumentException if a p-value is not in [0, 1]
   */
  public static double[] adjusted(double[] p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("p-value " + value + " must be in [0, 1]");
      }
    }
    int[] order = Ascending.order(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int r = 0; r < order.length; r++) {
      largest = Math.max(largest, Math.min(1, (order.length - r) * p[order[r]]));
      adjusted[order[r]] = largest;
    }
    return adjusted;
  }
}

package org.skypool.core.diagnostics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Operations on arrays of chains that the diagnostics share. */
final class Chains {

  /** Blom's offset of ranks, 3/8, and what it adds to the number of draws, 1 - 2 * 3/8. */
  private static final double RANK_OFFSET = 0.375;

  private static final double RANK_TOTAL_OFFSET = 0.25;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Chains() {}

  /**
   * Whether a diagnostic can be computed at all: enough draws, all finite, not all equal.
   *
   * @throws IllegalArgumentException if chains differ in length
   */
  static boolean areUsable(double[][] chains, int leastDraws) {
    if (chains.length == 0) {
      return false;
    }
    for (double[] chain : chains) {
      if (chain.length != chains[0].length) {
        throw new IllegalArgumentException(
            "chains of " + chains[0].length + " and " + chain.length + " draws");
      }
    }
    return chains[0].length >= leastDraws && areFinite(chains) && !isConstant(chains);
  }

  private static boolean areFinite(double[][] chains) {
    return Arrays.stream(chains).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  static boolean isConstant(double[][] chains) {
    double first = chains[0][0];
    return Arrays.stream(chains).flatMapToDouble(Arrays::stream).allMatch(x -> x == first);
  }

  /** Each chain cut in two halves; the middle draw of an odd number is left out. */
  static double[][] split(double[][] chains) {
    double[][] halves = new double[2 * chains.length][];
    for (int c = 0; c < chains.length; c++) {
      int n = chains[c].length;
      halves[2 * c] = Arrays.copyOfRange(chains[c], 0, n / 2);
      halves[2 * c + 1] = Arrays.copyOfRange(chains[c], n - n / 2, n);
    }
    return halves;
  }

  static double[] pooled(double[][] chains) {
    return Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
  }

  static double[] sortedPool(double[][] chains) {
    double[] pool = pooled(chains);
    Arrays.sort(pool);
    return pool;
  }

  static double[][] map(double[][] chains, DoubleUnaryOperator f) {
    return Arrays.stream(chains)
        .map(chain -> Arrays.stream(chain).map(f).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Every draw replaced by the normal quantile of {@code (rank - 3/8) / (S + 1/4)}, ranks being
   * those among all S draws, averaged over ties.
   */
  static double[][] rankNormalised(double[][] chains) {
    double[] pool = pooled(chains);
    int[] order = Ascending.order(pool);
    double[] scores = new double[pool.length];
    int start = 0;
    while (start < order.length) {
      int end = start + 1;
      while (end < order.length && pool[order[end]] == pool[order[start]]) {
        end++;
      }
      double rank = (start + 1 + end) / 2.0;
      double score =
          NORMAL.inverseCumulativeProbability(
              (rank - RANK_OFFSET) / (pool.length + RANK_TOTAL_OFFSET));
      for (int i = start; i < end; i++) {
        scores[order[i]] = score;
      }
      start = end;
    }
    double[][] result = new double[chains.length][];
    int offset = 0;
    for (int c = 0; c < chains.length; c++) {
      result[c] = Arrays.copyOfRange(scores, offset, offset + chains[c].length);
      offset += chains[c].length;
    }
    return result;
  }

  static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  /** Variance with the divisor n - 1. */
  static double variance(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
  }

  /** Quantile of sorted numbers by linear interpolation at (n - 1) p (Hyndman &amp; Fan type 7). */
  static double quantile(double[] sorted, double p) {
    double position = (sorted.length - 1) * p;
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

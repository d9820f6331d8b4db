package org.skypool.core.diagnostics;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;

/**
 * Mean, standard deviation and quantiles of weighted draws.
 *
 * <p>Quantiles are interpolated: the draw with rank i stands at the probability {@code (C_i - w_i /
 * 2) / W}, where {@code C_i} is the cumulative weight up to and including it and W the total, and
 * the quantile is linear between these points and constant beyond the first and the last. With
 * equal weights this is the midpoint definition, Hyndman &amp; Fan type 5 (1996,
 * doi:10.1080/00031305.1996.10473566). Draws of weight 0 do not count at all.
 *
 * <p>Everything is NaN if no weight is positive, if a weight is negative, NaN or infinite, or if a
 * draw of positive weight is NaN.
 */
public final class WeightedSummary {

  private final double[] sorted;
  private final double[] midpoints;
  private final double mean;
  private final double sd;

  private WeightedSummary(double[] sorted, double[] midpoints, double mean, double sd) {
    this.sorted = sorted;
    this.midpoints = midpoints;
    this.mean = mean;
    this.sd = sd;
  }

  /**
   * Of draws and their weights, which need not be normalised.
   *
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static WeightedSummary of(double[] values, double[] weights) {
    if (values.length != weights.length) {
      throw new IllegalArgumentException(values.length + " draws, " + weights.length + " weights");
    }
    boolean usable = false;
    for (int i = 0; i < values.length; i++) {
      boolean bad = !(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE);
      if (bad || weights[i] > 0 && Double.isNaN(values[i])) {
        return undefined();
      }
      usable |= weights[i] > 0;
    }
    return usable ? ofUsable(values, weights) : undefined();
  }

  /**
   * Of draws and their log weights, which may have any common offset.
   *
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static WeightedSummary ofLogWeights(double[] values, double[] logWeights) {
    return of(values, ImportanceWeights.normalized(logWeights));
  }

  /** Of equally weighted draws. */
  public static WeightedSummary ofEqualWeights(double[] values) {
    double[] weights = new double[values.length];
    Arrays.fill(weights, 1);
    return of(values, weights);
  }

  private static WeightedSummary undefined() {
    return new WeightedSummary(new double[0], new double[0], Double.NaN, Double.NaN);
  }

  private static WeightedSummary ofUsable(double[] values, double[] weights) {
    int[] order = Ascending.order(values);
    int n = 0;
    for (double weight : weights) {
      n += weight > 0 ? 1 : 0;
    }
    double[] sorted = new double[n];
    double[] kept = new double[n];
    int next = 0;
    for (int i : order) {
      if (weights[i] > 0) {
        sorted[next] = values[i];
        kept[next++] = weights[i];
      }
    }
    double total = BlockMath.sum(kept, 0, n);
    double mean = BlockMath.dot(kept, sorted, 0, n) / total;
    return new WeightedSummary(
        sorted, midpoints(kept), mean, Math.sqrt(meanSquare(sorted, kept, mean) / total));
  }

  private static double[] midpoints(double[] weights) {
    double[] midpoints = new double[weights.length];
    double below = 0;
    for (int i = 0; i < weights.length; i++) {
      midpoints[i] = below + weights[i] / 2;
      below += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      midpoints[i] /= below;
    }
    return midpoints;
  }

  private static double meanSquare(double[] values, double[] weights, double mean) {
    double[] squares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      squares[i] = (values[i] - mean) * (values[i] - mean);
    }
    return BlockMath.dot(weights, squares, 0, values.length);
  }

  /** The weighted mean. */
  public double mean() {
    return mean;
  }

  /**
   * The square root of the weighted mean squared deviation from {@link #mean}; with equal weights
   * the divisor is n, not n - 1.
   */
  public double sd() {
    return sd;
  }

  /**
   * The p quantile.
   *
   * @throws IllegalArgumentException if p is not in [0, 1]
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile probability " + p + ": allowed is [0, 1]");
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int above = firstAtOrAbove(p);
    if (above == 0) {
      return sorted[0];
    }
    if (above == sorted.length) {
      return sorted[above - 1];
    }
    double low = sorted[above - 1];
    double high = sorted[above];
    double share = (p - midpoints[above - 1]) / (midpoints[above] - midpoints[above - 1]);
    return low == high ? low : (1 - share) * low + share * high;
  }

  private int firstAtOrAbove(double p) {
    int low = 0;
    int high = midpoints.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (midpoints[middle] < p) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

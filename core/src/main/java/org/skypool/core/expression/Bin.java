package org.skypool.core.expression;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Number of the bin that {@code x} falls in, from 1 to n; the first one below the lowest edge, the
 * last one from the highest edge on, NaN if anything is NaN. An inner edge belongs to the bin above
 * it. Derivatives are 0.
 */
public final class Bin implements PointFunction {
  private static final ConcurrentHashMap<Integer, Bin> EQUAL = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<Integer, Bin> BETWEEN = new ConcurrentHashMap<>();

  private final int bins;
  private final boolean equal;

  private Bin(int bins, boolean equal) {
    this.bins = bins;
    this.equal = equal;
  }

  /** Of n equal bins: the arguments are {@code x, low, high}. */
  public static Bin ofEqual(int bins) {
    return EQUAL.computeIfAbsent(bins, n -> new Bin(n, true));
  }

  /** Of the n bins between n + 1 ascending edges: the arguments are {@code x, edges}. */
  public static Bin between(int bins) {
    return BETWEEN.computeIfAbsent(bins, n -> new Bin(n, false));
  }

  @Override
  public String name() {
    return "bin_of_" + bins;
  }

  @Override
  public int arity() {
    return equal ? 3 : bins + 2;
  }

  @Override
  public double at(double[] x) {
    for (double number : x) {
      if (Double.isNaN(number)) {
        return Double.NaN;
      }
    }
    return equal ? numberOf(x[0], x[1], x[2], bins) : numberAmong(x);
  }

  /** Number of the bin among n equal ones. */
  public static int numberOf(double x, double low, double high, int bins) {
    double bin = Math.floor((x - low) / (high - low) * bins);
    return 1 + (int) Math.min(bins - 1, Math.max(0, bin));
  }

  private double numberAmong(double[] x) {
    int bin = 1;
    while (bin < bins && x[0] >= x[bin + 1]) {
      bin++;
    }
    return bin;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return 0;
  }
}

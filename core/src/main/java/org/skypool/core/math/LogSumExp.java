package org.skypool.core.math;

import java.util.Arrays;
import java.util.Objects;

/**
 * Logarithms of sums of exponentials over ranges of an array, {@code log sum_i exp(x_i)}, without
 * overflow, and the terms themselves.
 *
 * <p>{@link #of(double[], int, int)} serves those who want the value only, {@link #of(double[],
 * int, int, double[])} leaves the terms {@code exp(x_i - max)} behind for weighted means, computed
 * in the same sweep. Both give the same value, and so do the methods for many segments, which are
 * faster where segments are short. All sums are formed in the order of {@link BlockMath#sum}.
 * Nothing is allocated.
 *
 * <p>Special values, the same for all methods: an empty range, or negative infinity throughout,
 * gives negative infinity with terms 0; a range that contains NaN gives NaN; otherwise a range that
 * contains positive infinity gives positive infinity; in both of these cases all terms are NaN,
 * since no weights exist.
 */
public final class LogSumExp {

  private static final ThreadLocal<double[][]> SCRATCH =
      ThreadLocal.withInitial(() -> new double[2][0]);

  private LogSumExp() {}

  /** {@code log sum exp(x_i)} over {@code from <= i < to}. */
  public static double of(double[] x, int from, int to) {
    Objects.checkFromToIndex(from, to, x.length);
    double max = Kernels.CHOSEN.maxNumber(x, from, to);
    if (!isFinite(max)) {
      return BlockMath.max(x, from, to);
    }
    return max + Logarithm.of(Kernels.CHOSEN.expSum(x, from, to, max));
  }

  /** {@code log(exp(a) + exp(b))}; negative infinity where both are. */
  public static double of(double a, double b) {
    double top = Math.max(a, b);
    if (top == Double.NEGATIVE_INFINITY) {
      return top;
    }
    return top + StrictMath.log(StrictMath.exp(a - top) + StrictMath.exp(b - top));
  }

  /**
   * {@code log sum exp(x_i)} over {@code from <= i < to}, leaving {@code exp(x_i - max)} in {@code
   * terms[i]}. The largest term is exactly 1; the sum of the terms is {@code BlockMath.sum(terms,
   * from, to)}, and dividing by it gives weights.
   *
   * @param terms result; may be {@code x}
   */
  public static double of(double[] x, int from, int to, double[] terms) {
    Objects.checkFromToIndex(from, to, x.length);
    Objects.checkFromToIndex(from, to, terms.length);
    double max = Kernels.CHOSEN.maxNumber(x, from, to);
    double value =
        isFinite(max)
            ? max + Logarithm.of(Kernels.CHOSEN.expSum(x, from, to, max, terms))
            : BlockMath.max(x, from, to);
    if (!isFinite(value)) {
      Arrays.fill(terms, from, to, value == Double.NEGATIVE_INFINITY ? 0.0 : Double.NaN);
    }
    return value;
  }

  private static boolean isFinite(double x) {
    return Math.abs(x) <= Double.MAX_VALUE;
  }

  /**
   * {@code log sum exp(x_i)} of consecutive segments: segment {@code s} is {@code offsets[s] <= i <
   * offsets[s + 1]}, its value goes to {@code out[s]}, for {@code first <= s < last}. The values
   * are those of {@link #of(double[], int, int)}.
   */
  public static void ofSegments(double[] x, int[] offsets, int first, int last, double[] out) {
    BlockMath.checkSegments(x, offsets, first, last, out);
    double[] max = scratch(last)[0];
    Kernels.CHOSEN.maxNumbers(x, offsets, first, last, max);
    Kernels.CHOSEN.expSums(x, offsets, first, last, max, out);
    add(x, offsets, first, last, max, out);
  }

  /**
   * The same, leaving weights {@code exp(x_i) / sum_i exp(x_i)} behind; they are 0 throughout a
   * segment whose value is not finite.
   *
   * @param weights result; not {@code x}
   */
  public static void ofSegments(
      double[] x, int[] offsets, int first, int last, double[] out, double[] weights) {
    BlockMath.checkSegments(x, offsets, first, last, out);
    BlockMath.checkSegments(weights, offsets, first, last, out);
    double[][] scratch = scratch(last);
    double[] max = scratch[0];
    Kernels.CHOSEN.maxNumbers(x, offsets, first, last, max);
    Kernels.CHOSEN.expSums(x, offsets, first, last, max, out, weights);
    double[] inverse = scratch[1];
    for (int s = first; s < last; s++) {
      inverse[s] = 1 / out[s];
    }
    Kernels.CHOSEN.scale(weights, offsets, first, last, inverse, weights);
    add(x, offsets, first, last, max, out);
    for (int s = first; s < last; s++) {
      if (!isFinite(out[s])) {
        Arrays.fill(weights, offsets[s], offsets[s + 1], 0);
      }
    }
  }

  /** {@code out = max + log(out)}, or what a maximum that is not finite stands for. */
  private static void add(
      double[] x, int[] offsets, int first, int last, double[] max, double[] out) {
    for (int s = first; s < last; s++) {
      out[s] =
          isFinite(max[s])
              ? max[s] + Logarithm.of(out[s])
              : BlockMath.max(x, offsets[s], offsets[s + 1]);
    }
  }

  private static double[][] scratch(int n) {
    double[][] scratch = SCRATCH.get();
    if (scratch[0].length < n) {
      scratch = new double[2][n];
      SCRATCH.set(scratch);
    }
    return scratch;
  }

  /**
   * {@code sum exp(x_i - shift)} over {@code from <= i < to}: {@code shift} is any finite number
   * not far below the largest element, for example its value at a neighbouring hyperparameter.
   */
  public static double expSum(double[] x, int from, int to, double shift) {
    Objects.checkFromToIndex(from, to, x.length);
    return Kernels.CHOSEN.expSum(x, from, to, shift);
  }

  /** {@link #expSum(double[], int, int, double)}, leaving {@code exp(x_i - shift)} in terms[i]. */
  public static double expSum(double[] x, int from, int to, double shift, double[] terms) {
    Objects.checkFromToIndex(from, to, x.length);
    Objects.checkFromToIndex(from, to, terms.length);
    return Kernels.CHOSEN.expSum(x, from, to, shift, terms);
  }
}

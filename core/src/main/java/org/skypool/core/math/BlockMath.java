package org.skypool.core.math;

import java.util.Objects;

/**
 * Elementary functions and sums over ranges of arrays, the same bits on every machine.
 *
 * <p>Ranges are {@code from} (inclusive) to {@code to} (exclusive). Element {@code i} of the result
 * stands at {@code out[i]}; {@code out} may be the array of the arguments. Nothing is allocated.
 * All methods throw {@link IndexOutOfBoundsException} where the range does not lie in every array.
 *
 * <p>Each result equals, bit for bit, that of the scalar function of the same name, whatever the
 * alignment of the range, the vector width, and the state of the just-in-time compiler. NaN counts
 * as one value: its payload is not kept.
 */
public final class BlockMath {

  private BlockMath() {}

  /** How these functions were chosen to run on this machine: with vectors of how many doubles. */
  public static String implementation() {
    return Kernels.CHOSEN.description();
  }

  /**
   * The exponential function, with a relative error below 1 unit in the last place (2.3e-16).
   *
   * <p>Arguments above 709.782712893384 give positive infinity. Arguments below -708.39 give 0:
   * results below 2.239e-308, all subnormal numbers among them, are flushed. NaN gives NaN.
   */
  public static double exp(double x) {
    return Exponential.of(x);
  }

  /**
   * The natural logarithm, with a relative error below 1 unit in the last place (2.3e-16), also
   * near 1 and for subnormal arguments.
   *
   * <p>Zero of either sign gives negative infinity, negative arguments and NaN give NaN.
   */
  public static double log(double x) {
    return Logarithm.of(x);
  }

  /** {@code out[i] = exp(x[i])} over a range; limits as for {@link #exp(double)}. */
  public static void exp(double[] x, int from, int to, double[] out) {
    check(x, from, to, out);
    Kernels.CHOSEN.exp(x, from, to, out);
  }

  /** {@code out[i] = log(x[i])} over a range; limits as for {@link #log(double)}. */
  public static void log(double[] x, int from, int to, double[] out) {
    check(x, from, to, out);
    Kernels.CHOSEN.log(x, from, to, out);
  }

  /**
   * {@code out[i] = exp(x[i]) - 1} over a range, with a relative error below 3 units in the last
   * place, also near 0; limits as for {@link #exp(double)}.
   */
  public static void expm1(double[] x, int from, int to, double[] out) {
    check(x, from, to, out);
    Kernels.CHOSEN.expm1(x, from, to, out);
  }

  /** {@link #expm1(double[], int, int, double[])} of one number. */
  public static double expm1(double x) {
    return ExponentialMinusOne.of(x);
  }

  /**
   * {@code out[i] = log(1 + x[i])} over a range, with a relative error below 2 units in the last
   * place, also near 0; -1 gives negative infinity, smaller numbers and NaN give NaN.
   */
  public static void log1p(double[] x, int from, int to, double[] out) {
    check(x, from, to, out);
    Kernels.CHOSEN.log1p(x, from, to, out);
  }

  /** {@link #log1p(double[], int, int, double[])} of one number. */
  public static double log1p(double x) {
    return LogarithmOnePlus.of(x);
  }

  /**
   * {@code out[i] = x[i]^y[i]} over a range, with a relative error below 5e-14 (1e-15 for results
   * between 0.01 and 100); negative {@code x} give NaN unless {@code y} is an integer, NaN in
   * either argument gives NaN.
   */
  public static void pow(double[] x, double[] y, int from, int to, double[] out) {
    check(x, from, to, out);
    check(y, from, to, out);
    Kernels.CHOSEN.pow(x, y, from, to, out);
  }

  /** {@link #pow(double[], double[], int, int, double[])} of two numbers. */
  public static double pow(double x, double y) {
    return Power.of(x, y);
  }

  /** The largest element of a range; negative infinity if it is empty, NaN if it contains NaN. */
  public static double max(double[] x, int from, int to) {
    Objects.checkFromToIndex(from, to, x.length);
    return Kernels.CHOSEN.max(x, from, to);
  }

  /**
   * The sum of a range, formed with eight accumulators: element {@code from + i} is added to
   * accumulator {@code i mod 8} in the order of the elements, then the accumulators are added as
   * {@code ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7))}.
   */
  public static double sum(double[] x, int from, int to) {
    Objects.checkFromToIndex(from, to, x.length);
    return Kernels.CHOSEN.sum(x, from, to);
  }

  /**
   * The sum of {@code x[i] y[i]} over a range, each product added by a fused multiply-add, in the
   * order of {@link #sum}.
   */
  public static double dot(double[] x, double[] y, int from, int to) {
    check(x, from, to, y);
    return Kernels.CHOSEN.dot(x, y, from, to);
  }

  /**
   * Adds to {@code out[s]} the {@link #sum} of segment {@code offsets[s] <= i < offsets[s + 1]},
   * for every {@code s}.
   */
  public static void addSums(double[] x, int[] offsets, double[] out) {
    int last = checkSegments(x, offsets, 0, offsets.length - 1, out);
    Kernels.CHOSEN.addSums(x, offsets, 0, last, out);
  }

  /**
   * Adds to {@code out[s]} the {@link #dot} of segment {@code offsets[s] <= i < offsets[s + 1]},
   * for every {@code s}. Values of weight 0 count as 0, infinite ones and those that are not a
   * number among them.
   */
  public static void addWeighted(double[] weights, double[] values, int[] offsets, double[] out) {
    addWeighted(weights, values, offsets, 0, offsets.length - 1, out);
  }

  /** The same for segments {@code first <= s < last}. */
  public static void addWeighted(
      double[] weights, double[] values, int[] offsets, int first, int last, double[] out) {
    checkSegments(weights, offsets, first, last, out);
    checkSegments(values, offsets, first, last, out);
    Kernels.CHOSEN.addWeighted(weights, values, offsets, first, last, out);
  }

  /** Offsets must ascend. Returns {@code last}. */
  static int checkSegments(double[] x, int[] offsets, int first, int last, double[] out) {
    Objects.checkFromToIndex(first, last, out.length);
    Objects.checkFromToIndex(first, last, offsets.length - 1);
    for (int s = first; s < last; s++) {
      Objects.checkFromToIndex(offsets[s], offsets[s + 1], x.length);
    }
    return last;
  }

  private static void check(double[] x, int from, int to, double[] other) {
    Objects.checkFromToIndex(from, to, x.length);
    Objects.checkFromToIndex(from, to, other.length);
  }
}

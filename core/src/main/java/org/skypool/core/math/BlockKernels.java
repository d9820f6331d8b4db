package org.skypool.core.math;

/**
 * What the two implementations of the block functions have to offer. Both give the same bits for
 * the same arguments, NaN being one value. Ranges have been checked by the caller.
 *
 * <p>Every sum has {@value #ACCUMULATORS} accumulators: element {@code from + i} goes to
 * accumulator {@code i mod 8}, in the order of the elements, and {@link #fold} adds the
 * accumulators.
 */
interface BlockKernels {

  /** Number of accumulators of every sum, whatever the hardware. */
  int ACCUMULATORS = 8;

  /** What it is, for people. */
  String description();

  void exp(double[] x, int from, int to, double[] out);

  void expm1(double[] x, int from, int to, double[] out);

  void log(double[] x, int from, int to, double[] out);

  /** By way of {@link #log}. */
  default void log1p(double[] x, int from, int to, double[] out) {
    LogarithmOnePlus.of(this, x, from, to, out);
  }

  void pow(double[] x, double[] y, int from, int to, double[] out);

  double max(double[] x, int from, int to);

  /** The largest element that is not NaN, or negative infinity; the sign of a zero is arbitrary. */
  double maxNumber(double[] x, int from, int to);

  double sum(double[] x, int from, int to);

  double dot(double[] x, double[] y, int from, int to);

  double expSum(double[] x, int from, int to, double shift);

  double expSum(double[] x, int from, int to, double shift, double[] out);

  /*
   * Segment s of a range of segments first <= s < last is offsets[s] <= i < offsets[s + 1]. Kernels over
   * many segments let the processor work on the next while the sum of the last is still folded.
   */

  /** {@link #maxNumber} of every segment. */
  void maxNumbers(double[] x, int[] offsets, int first, int last, double[] out);

  /** {@link #expSum(double[], int, int, double)} of every segment; a finite shift for each. */
  void expSums(double[] x, int[] offsets, int first, int last, double[] shifts, double[] out);

  /** The same, leaving the terms behind. */
  void expSums(
      double[] x,
      int[] offsets,
      int first,
      int last,
      double[] shifts,
      double[] out,
      double[] terms);

  /** {@code out[i] = x[i] factors[s]} in every segment; {@code out} may be {@code x}. */
  void scale(double[] x, int[] offsets, int first, int last, double[] factors, double[] out);

  /** Adds {@link #sum} of every segment. */
  void addSums(double[] x, int[] offsets, int first, int last, double[] out);

  /**
   * Adds {@link #dot} of every segment, in which values of weight 0 count as 0, infinite ones and
   * those that are not a number among them.
   */
  void addWeighted(
      double[] weights, double[] values, int[] offsets, int first, int last, double[] out);

  /** Adds the accumulators in the one order used everywhere. */
  static double fold(
      double a0, double a1, double a2, double a3, double a4, double a5, double a6, double a7) {
    return ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7));
  }

  /** The same for accumulators in an array. */
  static double fold(double[] a, int at) {
    return fold(a[at], a[at + 1], a[at + 2], a[at + 3], a[at + 4], a[at + 5], a[at + 6], a[at + 7]);
  }
}

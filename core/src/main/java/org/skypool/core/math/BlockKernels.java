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

  void exp(double[] x, int from, int to, double[] out);

  void log(double[] x, int from, int to, double[] out);

  double max(double[] x, int from, int to);

  /** The largest element that is not NaN, or negative infinity; the sign of a zero is arbitrary. */
  double maxNumber(double[] x, int from, int to);

  double sum(double[] x, int from, int to);

  double dot(double[] x, double[] y, int from, int to);

  double expSum(double[] x, int from, int to, double shift);

  double expSum(double[] x, int from, int to, double shift, double[] out);

  /** Adds the accumulators in the one order used everywhere. */
  static double fold(
      double a0, double a1, double a2, double a3, double a4, double a5, double a6, double a7) {
    return ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7));
  }
}

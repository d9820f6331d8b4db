package org.skypool.core.math;

/**
 * {@code log(1 + x)} from correctly rounded operations, without cancellation near 0: {@code log(u)
 * + (x - (u - 1)) / u} with {@code u = 1 + x} rounded, the second term being what rounding lost.
 *
 * <p>The relative error is below 2 units in the last place. -1 gives negative infinity, smaller
 * arguments and NaN give NaN, positive infinity gives itself.
 */
final class LogarithmOnePlus {

  /** Elements per pass: the scratch arrays stay in the first-level cache. */
  private static final int CHUNK = 256;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final double[] argument = new double[CHUNK];
    final double[] plusOne = new double[CHUNK];
    final double[] logarithm = new double[CHUNK];
  }

  private LogarithmOnePlus() {}

  /** Of a range, the logarithms taken by {@code kernels}; {@code out} may be {@code x}. */
  static void of(BlockKernels kernels, double[] x, int from, int to, double[] out) {
    Scratch scratch = SCRATCH.get();
    for (int start = from; start < to; start += CHUNK) {
      chunk(kernels, x, start, Math.min(CHUNK, to - start), out, scratch);
    }
  }

  private static void chunk(
      BlockKernels kernels, double[] x, int start, int n, double[] out, Scratch scratch) {
    double[] argument = scratch.argument;
    double[] plusOne = scratch.plusOne;
    double[] logarithm = scratch.logarithm;
    for (int i = 0; i < n; i++) {
      argument[i] = x[start + i];
      plusOne[i] = 1.0 + argument[i];
    }
    kernels.log(plusOne, 0, n, logarithm);
    for (int i = 0; i < n; i++) {
      out[start + i] =
          isPlain(argument[i])
              ? combine(argument[i], plusOne[i], logarithm[i])
              : extreme(argument[i]);
    }
  }

  static double of(double x) {
    return isPlain(x) ? plain(x) : extreme(x);
  }

  private static boolean isPlain(double x) {
    return x > -1.0 && x <= Double.MAX_VALUE;
  }

  private static double plain(double x) {
    double u = 1.0 + x;
    return combine(x, u, Logarithm.of(u));
  }

  /** From {@code u = 1 + x}, rounded, and its logarithm. */
  private static double combine(double x, double u, double logU) {
    return logU + (x - (u - 1.0)) / u;
  }

  private static double extreme(double x) {
    if (x == -1.0) {
      return Double.NEGATIVE_INFINITY;
    }
    return x > 0 ? x : Double.NaN;
  }
}

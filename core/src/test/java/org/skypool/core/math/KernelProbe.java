package org.skypool.core.math;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;

/**
 * Evaluates every block function on random bit patterns and condenses the results to one number.
 */
final class KernelProbe {

  private static final double[] SPECIAL = {
    Double.NaN,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    0.0,
    -0.0,
    1.0,
    -1.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    -708.39,
    Math.nextDown(-708.39),
    709.0,
    Math.nextUp(709.0),
    709.782712893384,
    709.7827128933841,
    710.0,
    Math.nextUp(710.0),
    -746.0,
    0.7071067811865475,
    0.7071067811865476,
    1e-300,
    1e300
  };

  private KernelProbe() {}

  public static void main(String[] arguments) {
    System.out.println(
        Kernels.CHOSEN.getClass().getSimpleName()
            + " "
            + digest(Kernels.CHOSEN)
            + " "
            + digestOfIntegrals());
  }

  /** Incomplete gamma functions, made of many kernels of this JVM. */
  static long digestOfIntegrals() {
    int n = 200;
    double[] shape = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    UniformRandomProvider rng = new SplitMix64(7);
    for (int i = 0; i < n; i++) {
      shape[i] = 8 * rng.nextDouble() - 4;
      low[i] = 1e-3 + rng.nextDouble();
      high[i] = i % 3 == 0 ? low[i] + rng.nextDouble() : Double.POSITIVE_INFINITY;
    }
    double[] out = new double[n];
    GammaIntegrals.logValues(shape, low, high, 0, n, out);
    long digest = java.util.Arrays.hashCode(out);
    GammaIntegrals.meanLogs(shape, low, high, 0, n, out);
    return digest * 31 + java.util.Arrays.hashCode(out);
  }

  static long digest(BlockKernels kernels) {
    long digest = 0;
    for (int length = 0; length < 600; length += 1 + length / 7) {
      double[] values = values(length, length + 1000L);
      digest = digest * 31 + digest(kernels, values, 0, length);
      digest = digest * 31 + digest(kernels, values, length / 3, length - length / 5);
    }
    return digest;
  }

  private static long digest(BlockKernels kernels, double[] x, int from, int to) {
    double[] out = new double[x.length];
    kernels.exp(x, from, to, out);
    long digest = java.util.Arrays.hashCode(out);
    kernels.log(x, from, to, out);
    digest = digest * 31 + java.util.Arrays.hashCode(out);
    kernels.expm1(x, from, to, out);
    digest = digest * 31 + java.util.Arrays.hashCode(out);
    kernels.log1p(x, from, to, out);
    digest = digest * 31 + java.util.Arrays.hashCode(out);
    double[] y = values(x.length, 5);
    kernels.pow(x, y, from, to, out);
    digest = digest * 31 + java.util.Arrays.hashCode(out);
    digest = digest * 31 + Double.doubleToLongBits(kernels.sum(x, from, to));
    digest = digest * 31 + Double.doubleToLongBits(kernels.dot(x, y, from, to));
    digest = digest * 31 + Double.doubleToLongBits(kernels.max(x, from, to));
    return digest * 31 + Double.doubleToLongBits(kernels.expSum(x, from, to, 0.3));
  }

  /** A mixture of any bits, moderate numbers and special values. */
  static double[] values(int length, long seed) {
    UniformRandomProvider rng = new SplitMix64(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      int kind = rng.nextInt(100);
      values[i] =
          kind < 3
              ? SPECIAL[rng.nextInt(SPECIAL.length)]
              : kind < 10
                  ? Double.longBitsToDouble(rng.nextLong())
                  : kind < 20 ? 2000 * (rng.nextDouble() - 0.5) : 20 * (rng.nextDouble() - 0.5);
    }
    return values;
  }
}

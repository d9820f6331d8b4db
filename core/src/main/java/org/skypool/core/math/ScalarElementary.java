package org.skypool.core.math;

/**
 * Elementary functions over ranges without the Vector API.
 *
 * <p>Long ranges go through short loops over scratch arrays of {@value #CHUNK} elements, one group
 * of steps per loop: loops of this shape are turned into vector instructions by the compiler,
 * whereas one loop with all steps is not, because moving bits between doubles and integers stops
 * it.
 */
final class ScalarElementary {

  /** Elements per pass: three scratch arrays of this length stay in the first-level cache. */
  static final int CHUNK = 256;

  /** Ranges shorter than this are not worth the passes. */
  private static final int SHORT = 12;

  static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  static final class Scratch {
    final double[] argument = new double[CHUNK];
    final double[] rounded = new double[CHUNK];
    final double[] value = new double[CHUNK];
  }

  private ScalarElementary() {}

  static void exp(double[] x, int from, int to, double[] out) {
    if (to - from < SHORT) {
      for (int i = from; i < to; i++) {
        out[i] = Exponential.of(x[i]);
      }
      return;
    }
    Scratch scratch = SCRATCH.get();
    for (int start = from; start < to; start += CHUNK) {
      int n = Math.min(CHUNK, to - start);
      expChunk(x, start, n, 0.0, scratch);
      System.arraycopy(scratch.value, 0, out, start, n);
    }
  }

  /** Leaves exp(x - shift) of n elements in the scratch values; -0 - 0 = -0 and exp(-0) = 1. */
  static void expChunk(double[] x, int start, int n, double shift, Scratch scratch) {
    double[] argument = scratch.argument;
    double[] rounded = scratch.rounded;
    double[] value = scratch.value;
    for (int i = 0; i < n; i++) {
      argument[i] = x[start + i] - shift;
    }
    reduce(argument, rounded, value, n);
    polynomial(value, n);
    scale(argument, rounded, value, n);
  }

  private static void reduce(double[] argument, double[] rounded, double[] value, int n) {
    for (int i = 0; i < n; i++) {
      rounded[i] = Math.fma(argument[i], Exponential.INVERSE_LN2, Exponential.ROUNDER);
    }
    for (int i = 0; i < n; i++) {
      double whole = rounded[i] - Exponential.ROUNDER;
      double r = Math.fma(whole, Exponential.MINUS_LN2_HIGH, argument[i]);
      value[i] = Math.fma(whole, Exponential.MINUS_LN2_LOW, r);
    }
  }

  private static void polynomial(double[] value, int n) {
    for (int i = 0; i < n; i++) {
      value[i] = Exponential.polynomial(value[i]);
    }
  }

  private static void scale(double[] argument, double[] rounded, double[] value, int n) {
    for (int i = 0; i < n; i++) {
      double x = argument[i];
      value[i] =
          x >= Exponential.LOWEST && x <= Exponential.HIGHEST_PLAIN
              ? Exponential.scale(value[i], rounded[i])
              : Exponential.extreme(x);
    }
  }

  static void log(double[] x, int from, int to, double[] out) {
    if (to - from < SHORT) {
      for (int i = from; i < to; i++) {
        out[i] = Logarithm.of(x[i]);
      }
      return;
    }
    Scratch scratch = SCRATCH.get();
    for (int start = from; start < to; start += CHUNK) {
      logChunk(x, start, Math.min(CHUNK, to - start), out, scratch);
    }
  }

  private static void logChunk(double[] x, int start, int n, double[] out, Scratch scratch) {
    double[] fraction = scratch.argument;
    double[] exponent = scratch.rounded;
    double[] value = scratch.value;
    for (int i = 0; i < n; i++) {
      double element = x[start + i];
      fraction[i] = Logarithm.fraction(element);
      exponent[i] = Logarithm.exponent(element);
    }
    for (int i = 0; i < n; i++) {
      value[i] = Logarithm.combine(fraction[i], exponent[i]);
    }
    for (int i = 0; i < n; i++) {
      double element = x[start + i];
      out[start + i] = Logarithm.isPlain(element) ? value[i] : Logarithm.extreme(element);
    }
  }

  static void expm1(double[] x, int from, int to, double[] out) {
    Scratch scratch = SCRATCH.get();
    for (int start = from; start < to; start += CHUNK) {
      int n = Math.min(CHUNK, to - start);
      System.arraycopy(x, start, scratch.argument, 0, n);
      reduce(scratch.argument, scratch.rounded, scratch.value, n);
      expm1Chunk(scratch, n);
      System.arraycopy(scratch.value, 0, out, start, n);
    }
  }

  private static void expm1Chunk(Scratch scratch, int n) {
    double[] argument = scratch.argument;
    double[] rounded = scratch.rounded;
    double[] value = scratch.value;
    for (int i = 0; i < n; i++) {
      double x = argument[i];
      value[i] =
          x >= Exponential.LOWEST && x <= Exponential.HIGHEST_PLAIN
              ? ExponentialMinusOne.combine(value[i], rounded[i])
              : ExponentialMinusOne.extreme(x);
    }
  }

  static void pow(double[] x, double[] y, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Power.of(x[i], y[i]);
    }
  }
}

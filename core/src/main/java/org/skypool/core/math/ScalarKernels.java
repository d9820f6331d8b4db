package org.skypool.core.math;

/** Block functions without the Vector API: sums and maxima over {@link ScalarElementary}. */
final class ScalarKernels implements BlockKernels {

  private static final int CHUNK = ScalarElementary.CHUNK;

  @Override
  public String description() {
    return "no vector module";
  }

  @Override
  public void exp(double[] x, int from, int to, double[] out) {
    ScalarElementary.exp(x, from, to, out);
  }

  @Override
  public void expm1(double[] x, int from, int to, double[] out) {
    ScalarElementary.expm1(x, from, to, out);
  }

  @Override
  public void log(double[] x, int from, int to, double[] out) {
    ScalarElementary.log(x, from, to, out);
  }

  @Override
  public void pow(double[] x, double[] y, int from, int to, double[] out) {
    ScalarElementary.pow(x, y, from, to, out);
  }

  @Override
  public double max(double[] x, int from, int to) {
    double a = Double.NEGATIVE_INFINITY;
    double b = a;
    double c = a;
    double d = a;
    int i = from;
    for (; i <= to - 4; i += 4) {
      a = Math.max(a, x[i]);
      b = Math.max(b, x[i + 1]);
      c = Math.max(c, x[i + 2]);
      d = Math.max(d, x[i + 3]);
    }
    for (; i < to; i++) {
      a = Math.max(a, x[i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  @Override
  public double maxNumber(double[] x, int from, int to) {
    double a = Double.NEGATIVE_INFINITY;
    double b = a;
    double c = a;
    double d = a;
    int i = from;
    for (; i <= to - 4; i += 4) {
      a = x[i] > a ? x[i] : a;
      b = x[i + 1] > b ? x[i + 1] : b;
      c = x[i + 2] > c ? x[i + 2] : c;
      d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < to; i++) {
      a = x[i] > a ? x[i] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  @Override
  public double sum(double[] x, int from, int to) {
    Accumulators sums = new Accumulators();
    sums.add(x, from, to);
    return sums.total();
  }

  @Override
  public double dot(double[] x, double[] y, int from, int to) {
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    double a4 = 0;
    double a5 = 0;
    double a6 = 0;
    double a7 = 0;
    int i = from;
    for (; i <= to - ACCUMULATORS; i += ACCUMULATORS) {
      a0 = Math.fma(x[i], y[i], a0);
      a1 = Math.fma(x[i + 1], y[i + 1], a1);
      a2 = Math.fma(x[i + 2], y[i + 2], a2);
      a3 = Math.fma(x[i + 3], y[i + 3], a3);
      a4 = Math.fma(x[i + 4], y[i + 4], a4);
      a5 = Math.fma(x[i + 5], y[i + 5], a5);
      a6 = Math.fma(x[i + 6], y[i + 6], a6);
      a7 = Math.fma(x[i + 7], y[i + 7], a7);
    }
    int rest = to - i;
    a0 = rest > 0 ? Math.fma(x[i], y[i], a0) : a0;
    a1 = rest > 1 ? Math.fma(x[i + 1], y[i + 1], a1) : a1;
    a2 = rest > 2 ? Math.fma(x[i + 2], y[i + 2], a2) : a2;
    a3 = rest > 3 ? Math.fma(x[i + 3], y[i + 3], a3) : a3;
    a4 = rest > 4 ? Math.fma(x[i + 4], y[i + 4], a4) : a4;
    a5 = rest > 5 ? Math.fma(x[i + 5], y[i + 5], a5) : a5;
    a6 = rest > 6 ? Math.fma(x[i + 6], y[i + 6], a6) : a6;
    return BlockKernels.fold(a0, a1, a2, a3, a4, a5, a6, a7);
  }

  @Override
  public double expSum(double[] x, int from, int to, double shift) {
    return expSum(x, from, to, shift, null);
  }

  @Override
  public double expSum(double[] x, int from, int to, double shift, double[] out) {
    ScalarElementary.Scratch scratch = ScalarElementary.SCRATCH.get();
    Accumulators sums = new Accumulators();
    for (int start = from; start < to; start += CHUNK) {
      int n = Math.min(CHUNK, to - start);
      ScalarElementary.expChunk(x, start, n, shift, scratch);
      sums.add(scratch.value, 0, n);
      if (out != null) {
        System.arraycopy(scratch.value, 0, out, start, n);
      }
    }
    return sums.total();
  }

  @Override
  public void maxNumbers(double[] x, int[] offsets, int first, int last, double[] out) {
    for (int s = first; s < last; s++) {
      out[s] = maxNumber(x, offsets[s], offsets[s + 1]);
    }
  }

  @Override
  public void expSums(
      double[] x, int[] offsets, int first, int last, double[] shifts, double[] out) {
    expSums(x, offsets, first, last, shifts, out, null);
  }

  @Override
  public void expSums(
      double[] x,
      int[] offsets,
      int first,
      int last,
      double[] shifts,
      double[] out,
      double[] terms) {
    for (int s = first; s < last; s++) {
      out[s] = expSum(x, offsets[s], offsets[s + 1], shifts[s], terms);
    }
  }

  @Override
  public void scale(
      double[] x, int[] offsets, int first, int last, double[] factors, double[] out) {
    for (int s = first; s < last; s++) {
      double factor = factors[s];
      for (int i = offsets[s]; i < offsets[s + 1]; i++) {
        out[i] = x[i] * factor;
      }
    }
  }

  @Override
  public void addSums(double[] x, int[] offsets, int first, int last, double[] out) {
    for (int s = first; s < last; s++) {
      out[s] += sum(x, offsets[s], offsets[s + 1]);
    }
  }

  @Override
  public void addWeighted(
      double[] weights, double[] values, int[] offsets, int first, int last, double[] out) {
    for (int s = first; s < last; s++) {
      out[s] += weighted(weights, values, offsets[s], offsets[s + 1]);
    }
  }

  private static double weighted(double[] w, double[] x, int from, int to) {
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    double a4 = 0;
    double a5 = 0;
    double a6 = 0;
    double a7 = 0;
    int i = from;
    for (; i <= to - ACCUMULATORS; i += ACCUMULATORS) {
      a0 = Math.fma(w[i], counted(w[i], x[i]), a0);
      a1 = Math.fma(w[i + 1], counted(w[i + 1], x[i + 1]), a1);
      a2 = Math.fma(w[i + 2], counted(w[i + 2], x[i + 2]), a2);
      a3 = Math.fma(w[i + 3], counted(w[i + 3], x[i + 3]), a3);
      a4 = Math.fma(w[i + 4], counted(w[i + 4], x[i + 4]), a4);
      a5 = Math.fma(w[i + 5], counted(w[i + 5], x[i + 5]), a5);
      a6 = Math.fma(w[i + 6], counted(w[i + 6], x[i + 6]), a6);
      a7 = Math.fma(w[i + 7], counted(w[i + 7], x[i + 7]), a7);
    }
    int rest = to - i;
    a0 = rest > 0 ? Math.fma(w[i], counted(w[i], x[i]), a0) : a0;
    a1 = rest > 1 ? Math.fma(w[i + 1], counted(w[i + 1], x[i + 1]), a1) : a1;
    a2 = rest > 2 ? Math.fma(w[i + 2], counted(w[i + 2], x[i + 2]), a2) : a2;
    a3 = rest > 3 ? Math.fma(w[i + 3], counted(w[i + 3], x[i + 3]), a3) : a3;
    a4 = rest > 4 ? Math.fma(w[i + 4], counted(w[i + 4], x[i + 4]), a4) : a4;
    a5 = rest > 5 ? Math.fma(w[i + 5], counted(w[i + 5], x[i + 5]), a5) : a5;
    a6 = rest > 6 ? Math.fma(w[i + 6], counted(w[i + 6], x[i + 6]), a6) : a6;
    return BlockKernels.fold(a0, a1, a2, a3, a4, a5, a6, a7);
  }

  private static double counted(double weight, double value) {
    return weight == 0 ? 0 : value;
  }

  /**
   * The eight running sums; never leaves the method that makes it, so it is not allocated. A range
   * added must begin at a multiple of eight elements of the whole.
   */
  private static final class Accumulators {
    private double a0;
    private double a1;
    private double a2;
    private double a3;
    private double a4;
    private double a5;
    private double a6;
    private double a7;

    void add(double[] x, int from, int to) {
      int i = addWhole(x, from, to);
      int rest = to - i;
      a0 = rest > 0 ? a0 + x[i] : a0;
      a1 = rest > 1 ? a1 + x[i + 1] : a1;
      a2 = rest > 2 ? a2 + x[i + 2] : a2;
      a3 = rest > 3 ? a3 + x[i + 3] : a3;
      a4 = rest > 4 ? a4 + x[i + 4] : a4;
      a5 = rest > 5 ? a5 + x[i + 5] : a5;
      a6 = rest > 6 ? a6 + x[i + 6] : a6;
    }

    private int addWhole(double[] x, int from, int to) {
      double b0 = a0;
      double b1 = a1;
      double b2 = a2;
      double b3 = a3;
      double b4 = a4;
      double b5 = a5;
      double b6 = a6;
      double b7 = a7;
      int i = from;
      for (; i <= to - ACCUMULATORS; i += ACCUMULATORS) {
        b0 += x[i];
        b1 += x[i + 1];
        b2 += x[i + 2];
        b3 += x[i + 3];
        b4 += x[i + 4];
        b5 += x[i + 5];
        b6 += x[i + 6];
        b7 += x[i + 7];
      }
      a0 = b0;
      a1 = b1;
      a2 = b2;
      a3 = b3;
      a4 = b4;
      a5 = b5;
      a6 = b6;
      a7 = b7;
      return i;
    }

    double total() {
      return BlockKernels.fold(a0, a1, a2, a3, a4, a5, a6, a7);
    }
  }
}

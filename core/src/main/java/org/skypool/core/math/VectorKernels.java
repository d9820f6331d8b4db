package org.skypool.core.math;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Block functions with the Vector API, four or eight lanes at once: sums, maxima, and sums of
 * exponentials, over the functions of {@link VectorElementary}.
 *
 * <p>Only lanewise additions, multiplications, divisions, fused multiply-adds, comparisons and
 * integer operations are used. The library's own transcendental functions and its sum over lanes
 * are left alone: their bits depend on the compiler and on the hardware. The last few elements of a
 * range that do not fill a vector go through the scalar functions.
 */
final class VectorKernels implements BlockKernels {

  private static final VectorSpecies<Double> SPECIES = VectorElementary.SPECIES;

  private static final int LANES = SPECIES.length();

  /** True where the accumulators fill one vector; otherwise they fill two. */
  private static final boolean WIDE = LANES == ACCUMULATORS;

  private static final ThreadLocal<double[]> SUMS =
      ThreadLocal.withInitial(() -> new double[ACCUMULATORS]);

  private static final BlockKernels SCALAR = new ScalarKernels();

  /** True where the processor has vectors this class is made for. */
  static boolean suitsHardware() {
    return DoubleVector.SPECIES_PREFERRED.length() >= ACCUMULATORS / 2;
  }

  @Override
  public String description() {
    return "vectors of " + LANES + " doubles";
  }

  @Override
  public void exp(double[] x, int from, int to, double[] out) {
    VectorElementary.exp(x, from, to, out);
  }

  @Override
  public void expm1(double[] x, int from, int to, double[] out) {
    VectorElementary.expm1(x, from, to, out);
  }

  @Override
  public void log(double[] x, int from, int to, double[] out) {
    VectorElementary.log(x, from, to, out);
  }

  @Override
  public void pow(double[] x, double[] y, int from, int to, double[] out) {
    VectorElementary.pow(x, y, from, to, out);
  }

  @Override
  public double max(double[] x, int from, int to) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += ACCUMULATORS) {
      a = a.max(DoubleVector.fromArray(SPECIES, x, i));
      if (!WIDE) {
        b = b.max(DoubleVector.fromArray(SPECIES, x, i + LANES));
      }
    }
    double[] lanes = sums(1);
    store(a, b, lanes, 0);
    for (; i < to; i++) {
      lanes[0] = Math.max(lanes[0], x[i]);
    }
    return largest(lanes, 0);
  }

  @Override
  public double maxNumber(double[] x, int from, int to) {
    double[] lanes = sums(1);
    maxNumber(x, from, to, lanes, 0);
    return largest(lanes, 0);
  }

  @Override
  public void maxNumbers(double[] x, int[] offsets, int first, int last, double[] out) {
    double[] lanes = sums(last - first);
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      maxNumber(x, offsets[s], offsets[s + 1], lanes, at);
    }
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      out[s] = largest(lanes, at);
    }
  }

  private static void maxNumber(double[] x, int from, int to, double[] lanes, int at) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += ACCUMULATORS) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      a = a.blend(v, v.compare(VectorOperators.GT, a));
      if (!WIDE) {
        DoubleVector w = DoubleVector.fromArray(SPECIES, x, i + LANES);
        b = b.blend(w, w.compare(VectorOperators.GT, b));
      }
    }
    store(a, b, lanes, at);
    for (; i < to; i++) {
      lanes[at] = x[i] > lanes[at] ? x[i] : lanes[at];
    }
  }

  /** The library's maximum over lanes is slower than this. */
  private static double largest(double[] a, int at) {
    double low = Math.max(Math.max(a[at], a[at + 1]), Math.max(a[at + 2], a[at + 3]));
    double high = Math.max(Math.max(a[at + 4], a[at + 5]), Math.max(a[at + 6], a[at + 7]));
    return Math.max(low, high);
  }

  @Override
  public double sum(double[] x, int from, int to) {
    double[] sums = sums(1);
    accumulate(x, from, to, sums, 0);
    return BlockKernels.fold(sums, 0);
  }

  @Override
  public void addSums(double[] x, int[] offsets, int first, int last, double[] out) {
    double[] sums = sums(last - first);
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      accumulate(x, offsets[s], offsets[s + 1], sums, at);
    }
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      out[s] += BlockKernels.fold(sums, at);
    }
  }

  private static void accumulate(double[] x, int from, int to, double[] sums, int at) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += ACCUMULATORS) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i));
      if (!WIDE) {
        b = b.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
      }
    }
    store(a, b, sums, at);
    for (int r = at; i < to; r++, i++) {
      sums[r] += x[i];
    }
  }

  @Override
  public double dot(double[] x, double[] y, int from, int to) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += ACCUMULATORS) {
      a = DoubleVector.fromArray(SPECIES, x, i).fma(DoubleVector.fromArray(SPECIES, y, i), a);
      if (!WIDE) {
        int j = i + LANES;
        b = DoubleVector.fromArray(SPECIES, x, j).fma(DoubleVector.fromArray(SPECIES, y, j), b);
      }
    }
    double[] sums = sums(1);
    store(a, b, sums, 0);
    for (int r = 0; i < to; r++, i++) {
      sums[r] = Math.fma(x[i], y[i], sums[r]);
    }
    return BlockKernels.fold(sums, 0);
  }

  @Override
  public void addWeighted(
      double[] weights, double[] values, int[] offsets, int first, int last, double[] out) {
    double[] sums = sums(last - first);
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      weigh(weights, values, offsets[s], offsets[s + 1], sums, at);
    }
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      out[s] += BlockKernels.fold(sums, at);
    }
  }

  private static void weigh(
      double[] weights, double[] values, int from, int to, double[] sums, int at) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += LANES) {
      DoubleVector w = DoubleVector.fromArray(SPECIES, weights, i);
      DoubleVector v = DoubleVector.fromArray(SPECIES, values, i);
      DoubleVector next = v.blend(0.0, w.compare(VectorOperators.EQ, 0.0)).fma(w, a);
      a = WIDE ? next : b;
      b = next;
    }
    store(a, b, sums, at);
    for (int r = at; i < to; r++, i++) {
      sums[r] = Math.fma(weights[i], weights[i] == 0 ? 0 : values[i], sums[r]);
    }
  }

  /** Room for the accumulators of so many sums. */
  private static double[] sums(int n) {
    double[] sums = SUMS.get();
    if (sums.length < n * ACCUMULATORS) {
      sums = new double[n * ACCUMULATORS];
      SUMS.set(sums);
    }
    return sums;
  }

  /** Reading lanes one by one is slow, reading back what was just written is not. */
  private static void store(DoubleVector a, DoubleVector b, double[] sums, int at) {
    a.intoArray(sums, at);
    if (!WIDE) {
      b.intoArray(sums, at + LANES);
    }
  }

  @Override
  public double expSum(double[] x, int from, int to, double shift) {
    double[] sums = sums(1);
    accumulateExp(x, from, to, shift, sums, 0);
    return BlockKernels.fold(sums, 0);
  }

  @Override
  public void expSums(
      double[] x, int[] offsets, int first, int last, double[] shifts, double[] out) {
    double[] sums = sums(last - first);
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      accumulateExp(x, offsets[s], offsets[s + 1], shifts[s], sums, at);
    }
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      out[s] = BlockKernels.fold(sums, at);
    }
  }

  /**
   * Where two vectors hold the accumulators they take turns, one vector per step: a second copy of
   * the exponential in the loop would exceed what the compiler is willing to inline.
   */
  private static void accumulateExp(
      double[] x, int from, int to, double shift, double[] sums, int at) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i).sub(shift);
      if (!VectorElementary.isPlain(v)) {
        Arrays.fill(sums, at, at + ACCUMULATORS, 0);
        sums[at] = SCALAR.expSum(x, from, to, shift);
        return;
      }
      DoubleVector next = a.add(VectorElementary.exp(v));
      a = WIDE ? next : b;
      b = next;
    }
    store(a, b, sums, at);
    for (int r = at; i < to; r++, i++) {
      sums[r] += Exponential.of(x[i] - shift);
    }
  }

  @Override
  public double expSum(double[] x, int from, int to, double shift, double[] out) {
    double[] sums = sums(1);
    accumulateExp(x, from, to, shift, sums, 0, out);
    return BlockKernels.fold(sums, 0);
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
    double[] sums = sums(last - first);
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      accumulateExp(x, offsets[s], offsets[s + 1], shifts[s], sums, at, terms);
    }
    for (int s = first, at = 0; s < last; s++, at += ACCUMULATORS) {
      out[s] = BlockKernels.fold(sums, at);
    }
  }

  private static void accumulateExp(
      double[] x, int from, int to, double shift, double[] sums, int at, double[] terms) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i).sub(shift);
      if (!VectorElementary.isPlain(v)) {
        break;
      }
      DoubleVector e = VectorElementary.exp(v);
      e.intoArray(terms, i);
      DoubleVector next = a.add(e);
      a = WIDE ? next : b;
      b = next;
    }
    VectorElementary.scalarExp(x, i, to, shift, terms);
    if (!WIDE && (i - from) % ACCUMULATORS != 0) {
      store(b, a, sums, at);
    } else {
      store(a, b, sums, at);
    }
    for (; i < to; i++) {
      sums[at + (i - from) % ACCUMULATORS] += terms[i];
    }
  }

  @Override
  public void scale(
      double[] x, int[] offsets, int first, int last, double[] factors, double[] out) {
    for (int s = first; s < last; s++) {
      double factor = factors[s];
      int i = offsets[s];
      for (; i <= offsets[s + 1] - LANES; i += LANES) {
        DoubleVector.fromArray(SPECIES, x, i).mul(factor).intoArray(out, i);
      }
      for (; i < offsets[s + 1]; i++) {
        out[i] = x[i] * factor;
      }
    }
  }

  /** End of the elements that fill all accumulators equally often. */
  private static int wholeEnd(int from, int to) {
    return to - (to - from) % ACCUMULATORS;
  }
}

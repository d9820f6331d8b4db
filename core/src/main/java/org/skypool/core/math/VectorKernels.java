package org.skypool.core.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Block functions with the Vector API: the steps of {@link Exponential} and {@link Logarithm} on
 * four or eight lanes at once.
 *
 * <p>Only lanewise additions, multiplications, divisions, fused multiply-adds, comparisons and
 * integer operations are used. The library's own transcendental functions and its sum over lanes
 * are left alone: their bits depend on the compiler and on the hardware. The last few elements of a
 * range that do not fill a vector go through the scalar functions.
 */
final class VectorKernels implements BlockKernels {

  private static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() >= ACCUMULATORS
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_256;

  private static final int LANES = SPECIES.length();

  /** True where the accumulators fill one vector; otherwise they fill two. */
  private static final boolean WIDE = LANES == ACCUMULATORS;

  private static final BlockKernels SCALAR = new ScalarKernels();

  /** True where the processor has vectors this class is made for. */
  static boolean suitsHardware() {
    return DoubleVector.SPECIES_PREFERRED.length() >= ACCUMULATORS / 2;
  }

  @Override
  public void exp(double[] x, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      if (isPlain(v)) {
        exp(v).intoArray(out, i);
      } else {
        scalarExp(x, i, i + LANES, 0.0, out);
      }
    }
    scalarExp(x, i, to, 0.0, out);
  }

  /** Vectors are never handed to a method that might not be inlined: they would be allocated. */
  private static void scalarExp(double[] x, int from, int to, double shift, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Exponential.of(x[i] - shift);
    }
  }

  @Override
  public void log(double[] x, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      if (v.compare(VectorOperators.GE, Double.MIN_NORMAL)
          .and(v.compare(VectorOperators.LE, Double.MAX_VALUE))
          .allTrue()) {
        log(v).intoArray(out, i);
      } else {
        scalarLog(x, i, i + LANES, out);
      }
    }
    scalarLog(x, i, to, out);
  }

  private static void scalarLog(double[] x, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Logarithm.of(x[i]);
    }
  }

  @Override
  public double max(double[] x, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    int i = from;
    if (to - from >= 2 * LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
      DoubleVector b = a;
      for (; i <= to - 2 * LANES; i += 2 * LANES) {
        a = a.max(DoubleVector.fromArray(SPECIES, x, i));
        b = b.max(DoubleVector.fromArray(SPECIES, x, i + LANES));
      }
      max = a.max(b).reduceLanes(VectorOperators.MAX);
    }
    for (; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public double maxNumber(double[] x, int from, int to) {
    double max = Double.NEGATIVE_INFINITY;
    int i = from;
    if (to - from >= 2 * LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
      DoubleVector b = a;
      for (; i <= to - 2 * LANES; i += 2 * LANES) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
        DoubleVector w = DoubleVector.fromArray(SPECIES, x, i + LANES);
        a = a.blend(v, v.compare(VectorOperators.GT, a));
        b = b.blend(w, w.compare(VectorOperators.GT, b));
      }
      max = a.max(b).reduceLanes(VectorOperators.MAX);
    }
    for (; i < to; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  @Override
  public double sum(double[] x, int from, int to) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (; i <= to - ACCUMULATORS; i += ACCUMULATORS) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i));
      if (!WIDE) {
        b = b.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
      }
    }
    int rest = to - i;
    return fold(
        a,
        b,
        rest > 0 ? x[i] : 0,
        rest > 1 ? x[i + 1] : 0,
        rest > 2 ? x[i + 2] : 0,
        rest > 3 ? x[i + 3] : 0,
        rest > 4 ? x[i + 4] : 0,
        rest > 5 ? x[i + 5] : 0,
        rest > 6 ? x[i + 6] : 0);
  }

  /** Adds the rest, then folds. A running sum is never -0, so that adding +0 leaves its bits. */
  private static double fold(
      DoubleVector a,
      DoubleVector b,
      double r0,
      double r1,
      double r2,
      double r3,
      double r4,
      double r5,
      double r6) {
    if (WIDE) {
      return BlockKernels.fold(
          a.lane(0) + r0,
          a.lane(1) + r1,
          a.lane(2) + r2,
          a.lane(3) + r3,
          a.lane(4) + r4,
          a.lane(5) + r5,
          a.lane(6) + r6,
          a.lane(7));
    }
    return BlockKernels.fold(
        a.lane(0) + r0,
        a.lane(1) + r1,
        a.lane(2) + r2,
        a.lane(3) + r3,
        b.lane(0) + r4,
        b.lane(1) + r5,
        b.lane(2) + r6,
        b.lane(3));
  }

  @Override
  public double dot(double[] x, double[] y, int from, int to) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (; i <= to - ACCUMULATORS; i += ACCUMULATORS) {
      a = DoubleVector.fromArray(SPECIES, x, i).fma(DoubleVector.fromArray(SPECIES, y, i), a);
      if (!WIDE) {
        int j = i + LANES;
        b = DoubleVector.fromArray(SPECIES, x, j).fma(DoubleVector.fromArray(SPECIES, y, j), b);
      }
    }
    return foldProducts(a, b, x, y, i, to - i);
  }

  private static double foldProducts(
      DoubleVector a, DoubleVector b, double[] x, double[] y, int i, int rest) {
    DoubleVector high = WIDE ? a : b;
    int shift = WIDE ? ACCUMULATORS / 2 : 0;
    return BlockKernels.fold(
        rest > 0 ? Math.fma(x[i], y[i], a.lane(0)) : a.lane(0),
        rest > 1 ? Math.fma(x[i + 1], y[i + 1], a.lane(1)) : a.lane(1),
        rest > 2 ? Math.fma(x[i + 2], y[i + 2], a.lane(2)) : a.lane(2),
        rest > 3 ? Math.fma(x[i + 3], y[i + 3], a.lane(3)) : a.lane(3),
        rest > 4 ? Math.fma(x[i + 4], y[i + 4], high.lane(shift)) : high.lane(shift),
        rest > 5 ? Math.fma(x[i + 5], y[i + 5], high.lane(shift + 1)) : high.lane(shift + 1),
        rest > 6 ? Math.fma(x[i + 6], y[i + 6], high.lane(shift + 2)) : high.lane(shift + 2),
        high.lane(shift + 3));
  }

  /**
   * Where two vectors hold the accumulators they take turns, one vector per step: a second copy of
   * the exponential in the loop would exceed what the compiler is willing to inline.
   */
  @Override
  public double expSum(double[] x, int from, int to, double shift) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i).sub(shift);
      if (!isPlain(v)) {
        return SCALAR.expSum(x, from, to, shift);
      }
      DoubleVector next = a.add(exp(v));
      a = WIDE ? next : b;
      b = next;
    }
    int rest = to - i;
    return fold(
        a,
        b,
        rest > 0 ? Exponential.of(x[i] - shift) : 0,
        rest > 1 ? Exponential.of(x[i + 1] - shift) : 0,
        rest > 2 ? Exponential.of(x[i + 2] - shift) : 0,
        rest > 3 ? Exponential.of(x[i + 3] - shift) : 0,
        rest > 4 ? Exponential.of(x[i + 4] - shift) : 0,
        rest > 5 ? Exponential.of(x[i + 5] - shift) : 0,
        rest > 6 ? Exponential.of(x[i + 6] - shift) : 0);
  }

  @Override
  public double expSum(double[] x, int from, int to, double shift, double[] out) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    int i = from;
    for (int end = wholeEnd(from, to); i < end; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i).sub(shift);
      if (isPlain(v)) {
        exp(v).intoArray(out, i);
      } else {
        scalarExp(x, i, i + LANES, shift, out);
      }
      DoubleVector next = a.add(DoubleVector.fromArray(SPECIES, out, i));
      a = WIDE ? next : b;
      b = next;
    }
    scalarExp(x, i, to, shift, out);
    int rest = to - i;
    return fold(
        a,
        b,
        rest > 0 ? out[i] : 0,
        rest > 1 ? out[i + 1] : 0,
        rest > 2 ? out[i + 2] : 0,
        rest > 3 ? out[i + 3] : 0,
        rest > 4 ? out[i + 4] : 0,
        rest > 5 ? out[i + 5] : 0,
        rest > 6 ? out[i + 6] : 0);
  }

  /** End of the elements that fill all accumulators equally often. */
  private static int wholeEnd(int from, int to) {
    return to - (to - from) % ACCUMULATORS;
  }

  /** True if no lane is above the plain range or NaN; lanes below it need no care, they give 0. */
  private static boolean isPlain(DoubleVector x) {
    return x.compare(VectorOperators.LE, Exponential.HIGHEST_PLAIN).allTrue();
  }

  private static DoubleVector exp(DoubleVector x) {
    DoubleVector rounded = fma(x, Exponential.INVERSE_LN2, Exponential.ROUNDER);
    DoubleVector p = polynomial(reduce(x, rounded.sub(Exponential.ROUNDER)));
    LongVector exponent =
        rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT);
    DoubleVector scaled = p.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    return scaled.blend(0.0, x.compare(VectorOperators.LT, Exponential.LOWEST));
  }

  private static DoubleVector reduce(DoubleVector x, DoubleVector whole) {
    DoubleVector high = whole.fma(broadcast(Exponential.MINUS_LN2_HIGH), x);
    return whole.fma(broadcast(Exponential.MINUS_LN2_LOW), high);
  }

  private static DoubleVector polynomial(DoubleVector r) {
    DoubleVector q = fma(r, Exponential.C9, Exponential.C8);
    q = q.fma(r, broadcast(Exponential.C7));
    q = q.fma(r, broadcast(Exponential.C6));
    q = q.fma(r, broadcast(Exponential.C5));
    q = q.fma(r, broadcast(Exponential.C4));
    q = q.fma(r, broadcast(Exponential.C3));
    q = q.fma(r, broadcast(Exponential.C2));
    q = q.fma(r, broadcast(Exponential.C1));
    q = q.fma(r, broadcast(Exponential.C0));
    q = q.fma(r, broadcast(1.0));
    return q.fma(r, broadcast(1.0));
  }

  private static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector offset = bits.sub(Logarithm.SIGNIFICAND_START);
    DoubleVector k =
        offset
            .add(Logarithm.EXPONENT_OFFSET)
            .lanewise(VectorOperators.LSHR, Logarithm.EXPONENT_SHIFT)
            .lanewise(VectorOperators.OR, Logarithm.INTEGER_BITS)
            .reinterpretAsDoubles()
            .sub(Logarithm.INTEGER_ORIGIN);
    DoubleVector f =
        bits.sub(offset.lanewise(VectorOperators.AND, Logarithm.EXPONENT_FIELD))
            .reinterpretAsDoubles()
            .sub(1.0);
    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector q = fma(z, Logarithm.C6, Logarithm.C5);
    q = q.fma(z, broadcast(Logarithm.C4));
    q = q.fma(z, broadcast(Logarithm.C3));
    q = q.fma(z, broadcast(Logarithm.C2));
    q = q.fma(z, broadcast(Logarithm.C1));
    q = q.fma(z, broadcast(Logarithm.C0));
    DoubleVector square = f.mul(0.5).mul(f);
    DoubleVector tail = s.fma(q.fma(z, square), k.mul(Logarithm.LN2_LOW));
    return k.mul(Logarithm.LN2_HIGH).sub(square.sub(tail).sub(f));
  }

  private static DoubleVector fma(DoubleVector x, double factor, double term) {
    return x.fma(broadcast(factor), broadcast(term));
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}

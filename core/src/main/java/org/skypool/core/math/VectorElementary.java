package org.skypool.core.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions with the Vector API: the steps of {@link Exponential}, {@link
 * ExponentialMinusOne}, {@link Logarithm} and {@link Power} on four or eight lanes at once.
 *
 * <p>Only lanewise additions, multiplications, divisions, fused multiply-adds, comparisons and
 * integer operations are used. Vectors with an element outside the plain range, and the last few
 * elements of a range that do not fill a vector, go through the scalar functions.
 */
final class VectorElementary {

  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() >= BlockKernels.ACCUMULATORS
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_256;

  private static final int LANES = SPECIES.length();

  private VectorElementary() {}

  /*
   * The loops of exp and log over a range hold all their steps, and so more than the 325 bytes of code
   * up to which the compiler inlines a method: calls of both within one method of a caller would
   * otherwise exhaust what it is willing to inline there, and leave vectors to be allocated.
   */

  static void exp(double[] x, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      if (v.compare(VectorOperators.LE, Exponential.HIGHEST_PLAIN).allTrue()) {
        DoubleVector rounded =
            v.fma(broadcast(Exponential.INVERSE_LN2), broadcast(Exponential.ROUNDER));
        DoubleVector whole = rounded.sub(Exponential.ROUNDER);
        DoubleVector high = whole.fma(broadcast(Exponential.MINUS_LN2_HIGH), v);
        DoubleVector r = whole.fma(broadcast(Exponential.MINUS_LN2_LOW), high);
        DoubleVector q = r.fma(broadcast(Exponential.C9), broadcast(Exponential.C8));
        q = q.fma(r, broadcast(Exponential.C7));
        q = q.fma(r, broadcast(Exponential.C6));
        q = q.fma(r, broadcast(Exponential.C5));
        q = q.fma(r, broadcast(Exponential.C4));
        q = q.fma(r, broadcast(Exponential.C3));
        q = q.fma(r, broadcast(Exponential.C2));
        q = q.fma(r, broadcast(Exponential.C1));
        q = q.fma(r, broadcast(Exponential.C0));
        q = q.fma(r, broadcast(1.0));
        q = q.fma(r, broadcast(1.0));
        LongVector exponent =
            rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT);
        q.reinterpretAsLongs()
            .add(exponent)
            .reinterpretAsDoubles()
            .blend(0.0, v.compare(VectorOperators.LT, Exponential.LOWEST))
            .intoArray(out, i);
      } else {
        scalarExp(x, i, i + LANES, 0.0, out);
      }
    }
    scalarExp(x, i, to, 0.0, out);
  }

  /** Vectors are never handed to a method that might not be inlined: they would be allocated. */
  static void scalarExp(double[] x, int from, int to, double shift, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Exponential.of(x[i] - shift);
    }
  }

  static void log(double[] x, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      if (v.compare(VectorOperators.GE, Double.MIN_NORMAL)
          .and(v.compare(VectorOperators.LE, Double.MAX_VALUE))
          .allTrue()) {
        LongVector bits = v.reinterpretAsLongs();
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
        DoubleVector q = z.fma(broadcast(Logarithm.C6), broadcast(Logarithm.C5));
        q = q.fma(z, broadcast(Logarithm.C4));
        q = q.fma(z, broadcast(Logarithm.C3));
        q = q.fma(z, broadcast(Logarithm.C2));
        q = q.fma(z, broadcast(Logarithm.C1));
        q = q.fma(z, broadcast(Logarithm.C0));
        DoubleVector square = f.mul(0.5).mul(f);
        DoubleVector tail = s.fma(q.fma(z, square), k.mul(Logarithm.LN2_LOW));
        k.mul(Logarithm.LN2_HIGH).sub(square.sub(tail).sub(f)).intoArray(out, i);
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

  static void expm1(double[] x, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      if (isPlain(v)) {
        expm1(v).intoArray(out, i);
      } else {
        scalarExpm1(x, i, i + LANES, out);
      }
    }
    scalarExpm1(x, i, to, out);
  }

  private static void scalarExpm1(double[] x, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = ExponentialMinusOne.of(x[i]);
    }
  }

  static void pow(double[] x, double[] y, int from, int to, double[] out) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      DoubleVector w = DoubleVector.fromArray(SPECIES, y, i);
      DoubleVector k = exponent(v);
      DoubleVector f = fraction(v);
      DoubleVector a = k.mul(Logarithm.LN2_HIGH);
      DoubleVector main = a.add(f);
      DoubleVector lost = f.sub(main.sub(a));
      DoubleVector small = smallPart(f, k);
      DoubleVector high = main.add(small);
      DoubleVector low = main.sub(high).add(small).add(lost);
      DoubleVector p = w.mul(high);
      DoubleVector rest = w.fma(high, p.neg()).add(w.mul(low));
      if (v.compare(VectorOperators.GE, Double.MIN_NORMAL)
          .and(v.compare(VectorOperators.LE, Double.MAX_VALUE))
          .and(p.compare(VectorOperators.GE, Exponential.LOWEST))
          .and(p.compare(VectorOperators.LE, Exponential.HIGHEST_PLAIN))
          .allTrue()) {
        DoubleVector e = exp(p);
        e.fma(rest, e).intoArray(out, i);
      } else {
        scalarPow(x, y, i, i + LANES, out);
      }
    }
    scalarPow(x, y, i, to, out);
  }

  private static void scalarPow(double[] x, double[] y, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Power.of(x[i], y[i]);
    }
  }

  /** True if no lane is above the plain range or NaN; lanes below it need no care, they give 0. */
  static boolean isPlain(DoubleVector x) {
    return x.compare(VectorOperators.LE, Exponential.HIGHEST_PLAIN).allTrue();
  }

  static DoubleVector exp(DoubleVector x) {
    DoubleVector rounded = fma(x, Exponential.INVERSE_LN2, Exponential.ROUNDER);
    DoubleVector p = polynomial(reduce(x, rounded.sub(Exponential.ROUNDER)));
    LongVector exponent =
        rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT);
    DoubleVector scaled = p.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    return scaled.blend(0.0, x.compare(VectorOperators.LT, Exponential.LOWEST));
  }

  private static DoubleVector expm1(DoubleVector x) {
    DoubleVector rounded = fma(x, Exponential.INVERSE_LN2, Exponential.ROUNDER);
    DoubleVector r = reduce(x, rounded.sub(Exponential.ROUNDER));
    DoubleVector m = quotient(r).fma(r.mul(r), r);
    DoubleVector scale =
        rounded
            .reinterpretAsLongs()
            .lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT)
            .add(ExponentialMinusOne.BITS_OF_ONE)
            .reinterpretAsDoubles();
    return scale
        .fma(m, scale.sub(1.0))
        .blend(-1.0, x.compare(VectorOperators.LT, Exponential.LOWEST));
  }

  private static DoubleVector reduce(DoubleVector x, DoubleVector whole) {
    DoubleVector high = whole.fma(broadcast(Exponential.MINUS_LN2_HIGH), x);
    return whole.fma(broadcast(Exponential.MINUS_LN2_LOW), high);
  }

  private static DoubleVector polynomial(DoubleVector r) {
    DoubleVector q = quotient(r).fma(r, broadcast(1.0));
    return q.fma(r, broadcast(1.0));
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  private static DoubleVector quotient(DoubleVector r) {
    DoubleVector q = fma(r, Exponential.C9, Exponential.C8);
    q = q.fma(r, broadcast(Exponential.C7));
    q = q.fma(r, broadcast(Exponential.C6));
    q = q.fma(r, broadcast(Exponential.C5));
    q = q.fma(r, broadcast(Exponential.C4));
    q = q.fma(r, broadcast(Exponential.C3));
    q = q.fma(r, broadcast(Exponential.C2));
    q = q.fma(r, broadcast(Exponential.C1));
    return q.fma(r, broadcast(Exponential.C0));
  }

  private static DoubleVector exponent(DoubleVector x) {
    return x.reinterpretAsLongs()
        .sub(Logarithm.SIGNIFICAND_START)
        .add(Logarithm.EXPONENT_OFFSET)
        .lanewise(VectorOperators.LSHR, Logarithm.EXPONENT_SHIFT)
        .lanewise(VectorOperators.OR, Logarithm.INTEGER_BITS)
        .reinterpretAsDoubles()
        .sub(Logarithm.INTEGER_ORIGIN);
  }

  private static DoubleVector fraction(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector offset = bits.sub(Logarithm.SIGNIFICAND_START);
    return bits.sub(offset.lanewise(VectorOperators.AND, Logarithm.EXPONENT_FIELD))
        .reinterpretAsDoubles()
        .sub(1.0);
  }

  private static DoubleVector tail(DoubleVector f, DoubleVector k, DoubleVector square) {
    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector q = fma(z, Logarithm.C6, Logarithm.C5);
    q = q.fma(z, broadcast(Logarithm.C4));
    q = q.fma(z, broadcast(Logarithm.C3));
    q = q.fma(z, broadcast(Logarithm.C2));
    q = q.fma(z, broadcast(Logarithm.C1));
    q = q.fma(z, broadcast(Logarithm.C0));
    return s.fma(q.fma(z, square), k.mul(Logarithm.LN2_LOW));
  }

  /** What {@code k ln 2 + f} lacks of the logarithm. */
  private static DoubleVector smallPart(DoubleVector f, DoubleVector k) {
    DoubleVector half = f.mul(0.5);
    DoubleVector square = half.mul(f);
    return tail(f, k, square).sub(square).sub(half.fma(f, square.neg()));
  }

  private static DoubleVector fma(DoubleVector x, double factor, double term) {
    return x.fma(broadcast(factor), broadcast(term));
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}

package org.skypool.core.expression;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;

/**
 * A {@link Node.Curve} made ready for loops: a smooth function {@code g(x)} of one column, computed
 * at Chebyshev points between the smallest and the largest {@code x} of a chunk and interpolated.
 *
 * <pre>
 * g(x) = sum_t c_t T_t(u),   u = (2 x - low - high) / (high - low),   t = 0 ... n
 * </pre>
 *
 * <p>The degree n is the first of 16, 32 and 64 for which {@code |c_(n-2)| + |c_(n-1)| + |c_n|} is
 * at most {@value #ACCURACY}, or so much of the smallest {@code |g|} at the points if that is above
 * 1. What is left out is of the size of these coefficients, for those of an analytic function fall
 * geometrically (Trefethen 2013, Approximation Theory and Approximation Practice, chapters 8 and
 * 16). Where 64 do not suffice, or a value is not finite, the function is evaluated at every draw.
 * Derivatives by the inputs are interpolated at the same points: they are those of the interpolated
 * value.
 *
 * <p>Value and derivative of a draw depend, within the accuracy, on the chunk that it is in; chunks
 * do not depend on threads or machines.
 */
final class CurveStep {
  private static final double ACCURACY = 1e-11;
  private static final int FIRST_DEGREE = 16;
  private static final int LAST_DEGREE = 64;

  /** Draws below which computing all of them costs less. */
  private static final int LEAST_DRAWS = 128;

  /** Coefficients that can be left out without harm beside the accuracy. */
  private static final double NEGLIGIBLE = 1e-3 * ACCURACY;

  /** By degree 16, 32 and 64 the matrix {@code cos(pi j t / degree)}, row by row. */
  private static final double[][] COSINES = cosines();

  /** Step of the column. */
  final int place;

  /** Steps of the inputs, all scalars. */
  final int[] inputs;

  private final ElementFunction[] functions;
  private final int[][] arguments;
  private final boolean[] needed;

  CurveStep(Node.Curve curve, boolean[] dependent) {
    this.place = curve.place();
    this.inputs = curve.inputs().stream().mapToInt(Integer::intValue).toArray();
    int n = curve.parts().size();
    this.functions = new ElementFunction[n];
    this.arguments = new int[n][];
    this.needed = new boolean[1 + inputs.length + n];
    for (int j = 0; j < inputs.length; j++) {
      needed[1 + j] = dependent[inputs[j]];
    }
    for (int i = 0; i < n; i++) {
      functions[i] = curve.parts().get(i).function();
      arguments[i] =
          curve.parts().get(i).arguments().stream().mapToInt(Integer::intValue).toArray();
      for (int argument : arguments[i]) {
        needed[1 + inputs.length + i] |= needed[argument];
      }
    }
  }

  private static double[][] cosines() {
    double[][] matrices = new double[LAST_DEGREE / FIRST_DEGREE + 1][];
    for (int n = FIRST_DEGREE; n <= LAST_DEGREE; n *= 2) {
      double[] matrix = new double[(n + 1) * (n + 1)];
      for (int j = 0; j <= n; j++) {
        for (int t = 0; t <= n; t++) {
          matrix[j * (n + 1) + t] = StrictMath.cos(Math.PI * (j * t % (2 * n)) / n);
        }
      }
      matrices[n / FIRST_DEGREE] = matrix;
    }
    return matrices;
  }

  /** Arrays for use by one thread, and what the last values were made of. */
  static final class Scratch {
    private final double[][] values;
    private final double[][] adjoints;
    private final double[] points = new double[LAST_DEGREE + 1];
    private final double[] atPoints = new double[LAST_DEGREE + 1];
    private final double[] coefficients = new double[LAST_DEGREE + 1];
    private double[] unit = new double[0];
    private double[] last = new double[0];
    private double[] other = new double[0];
    private double[] moments = new double[0];

    /** 0: every draw was computed; -1: all draws are at one place. */
    private int degree;

    private double low;
    private double high;

    Scratch(CurveStep step) {
      int n = step.needed.length;
      values = new double[n][0];
      adjoints = new double[n][0];
    }

    private void reserve(int length) {
      if (unit.length < length) {
        unit = new double[length];
        last = new double[length];
        other = new double[length];
      }
    }
  }

  /**
   * The function at every place.
   *
   * @param x the column
   * @param scalars values of all scalar steps
   */
  void value(double[] x, int length, double[] scalars, Scratch scratch, double[] out) {
    findRange(x, length, scratch);
    if (scratch.degree == -1) {
      Arrays.fill(out, 0, length, compute(new double[] {scratch.low}, 1, scalars, scratch)[0]);
    } else if (scratch.degree > 0 && fit(scalars, scratch)) {
      interpolate(x, length, scratch, out);
    } else {
      scratch.degree = 0;
      System.arraycopy(compute(x, length, scalars, scratch), 0, out, 0, length);
    }
  }

  private static void findRange(double[] x, int length, Scratch scratch) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      low = Math.min(low, x[k]);
      high = Math.max(high, x[k]);
    }
    scratch.low = low;
    scratch.high = high;
    boolean some = length >= LEAST_DRAWS && Math.abs(high - low) <= Double.MAX_VALUE;
    scratch.degree = !some ? 0 : low == high ? -1 : FIRST_DEGREE;
  }

  /** Finds the coefficients of the least degree that is accurate; false where none is. */
  private boolean fit(double[] scalars, Scratch scratch) {
    double[] found = scratch.atPoints;
    for (int n = FIRST_DEGREE; n <= LAST_DEGREE; n *= 2) {
      int from = n == FIRST_DEGREE ? 0 : 1;
      int stride = n == FIRST_DEGREE ? 1 : 2;
      int count = 0;
      for (int j = from; j <= n; j += stride) {
        scratch.points[count++] = point(j, n, scratch);
      }
      double[] computed = compute(scratch.points, count, scalars, scratch);
      if (stride == 2) {
        for (int j = n / 2; j >= 0; j--) {
          found[2 * j] = found[j];
        }
      }
      for (int c = 0; c < count; c++) {
        found[from + stride * c] = computed[c];
      }
      double least = smallest(found, n);
      if (!(least <= Double.MAX_VALUE)) {
        return false;
      }
      coefficients(found, n, scratch.coefficients);
      double[] c = scratch.coefficients;
      double tail = Math.abs(c[n]) + Math.abs(c[n - 1]) + Math.abs(c[n - 2]);
      if (tail <= ACCURACY * Math.max(1, least)) {
        scratch.degree = n;
        return true;
      }
    }
    return false;
  }

  private static double point(int j, int degree, Scratch scratch) {
    double u = COSINES[degree / FIRST_DEGREE][degree + 1 + j];
    return 0.5 * (scratch.low * (1 - u) + scratch.high * (1 + u));
  }

  /** Smallest size of values; infinite or NaN where one of them is not finite. */
  private static double smallest(double[] values, int n) {
    double least = Double.MAX_VALUE;
    for (int j = 0; j <= n; j++) {
      double size = Math.abs(values[j]);
      if (!(size <= Double.MAX_VALUE)) {
        return Double.NaN;
      }
      least = Math.min(least, size);
    }
    return least;
  }

  /** Chebyshev coefficients of the polynomial through values at the points of a degree. */
  private static void coefficients(double[] values, int n, double[] out) {
    double[] cosines = COSINES[n / FIRST_DEGREE];
    Arrays.fill(out, 0, n + 1, 0);
    for (int j = 0; j <= n; j++) {
      double weighted = values[j] * (j == 0 || j == n ? 1.0 : 2.0) / n;
      int row = j * (n + 1);
      for (int t = 0; t <= n; t++) {
        out[t] += weighted * cosines[row + t];
      }
    }
    out[0] *= 0.5;
    out[n] *= 0.5;
  }

  /** Clenshaw's recurrence, for all places together. */
  private static void interpolate(double[] x, int length, Scratch scratch, double[] out) {
    scratch.reserve(length);
    double[] c = scratch.coefficients;
    int top = significant(c, scratch.degree);
    double[] u = scratch.unit;
    setUnit(x, length, scratch);
    double[] b = scratch.last;
    double[] a = scratch.other;
    Arrays.fill(b, 0, length, c[top]);
    Arrays.fill(a, 0, length, 0);
    for (int t = top - 1; t > 0; t--) {
      next(c[t], u, b, a, length);
      double[] swap = a;
      a = b;
      b = swap;
    }
    for (int k = 0; k < length; k++) {
      out[k] = top == 0 ? c[0] : c[0] + u[k] * b[k] - a[k];
    }
  }

  /** {@code a = c + 2 u b - a}. */
  private static void next(double c, double[] u, double[] b, double[] a, int length) {
    for (int k = 0; k < length; k++) {
      a[k] = c + 2 * u[k] * b[k] - a[k];
    }
  }

  private static int significant(double[] c, int degree) {
    int top = degree;
    double left = Math.abs(c[top]);
    while (top > 0 && left <= NEGLIGIBLE) {
      top--;
      left += Math.abs(c[top]);
    }
    return top;
  }

  private static void setUnit(double[] x, int length, Scratch scratch) {
    double middle = 0.5 * scratch.low + 0.5 * scratch.high;
    double perUnit = 1 / (0.5 * scratch.high - 0.5 * scratch.low);
    double[] u = scratch.unit;
    for (int k = 0; k < length; k++) {
      u[k] = Math.max(-1, Math.min(1, (x[k] - middle) * perUnit));
    }
  }

  /** The function computed at {@code length} places; intermediate values stay in the scratch. */
  private double[] compute(double[] x, int length, double[] scalars, Scratch scratch) {
    double[][] values = scratch.values;
    values[0] = x;
    for (int j = 0; j < inputs.length; j++) {
      values[1 + j] = atLeast(values[1 + j], length);
      Arrays.fill(values[1 + j], 0, length, scalars[inputs[j]]);
    }
    for (int i = 0; i < functions.length; i++) {
      int at = 1 + inputs.length + i;
      values[at] = atLeast(values[at], length);
      functions[i].value(gather(values, arguments[i]), 0, length, values[at]);
    }
    return values[values.length - 1];
  }

  private static double[] atLeast(double[] array, int length) {
    return array.length < length ? new double[length] : array;
  }

  private static double[][] gather(double[][] values, int[] indices) {
    double[][] gathered = new double[indices.length][];
    for (int a = 0; a < gathered.length; a++) {
      gathered[a] = values[indices[a]];
    }
    return gathered;
  }

  /**
   * Adds the derivatives by the inputs, object by object.
   *
   * @param x the column, as in the last call of {@link #value}
   * @param adjoint derivative by the value at every place
   * @param offsets first place of every object, number of places last
   * @param byStep for every step one entry per object, null where it needs none
   */
  void pullBack(
      double[] x,
      double[] adjoint,
      int[] offsets,
      double[] scalars,
      Scratch scratch,
      double[][] byStep) {
    int length = offsets[offsets.length - 1];
    if (scratch.degree > 0) {
      interpolatedBack(x, adjoint, offsets, scalars, scratch, byStep);
      return;
    }
    compute(x, length, scalars, scratch);
    sweep(adjoint, length, scratch);
    for (int j = 0; j < inputs.length; j++) {
      if (needed[1 + j]) {
        BlockMath.addSums(scratch.adjoints[1 + j], offsets, byStep[inputs[j]]);
      }
    }
  }

  private void interpolatedBack(
      double[] x,
      double[] adjoint,
      int[] offsets,
      double[] scalars,
      Scratch scratch,
      double[][] byStep) {
    int n = scratch.degree;
    double[][] coefficients = slopes(scalars, scratch);
    int length = offsets[offsets.length - 1];
    int objects = offsets.length - 1;
    scratch.reserve(length);
    setUnit(x, length, scratch);
    scratch.moments = atLeast(scratch.moments, objects);
    double[] before = scratch.other;
    double[] now = scratch.last;
    Arrays.fill(now, 0, length, 1);
    System.arraycopy(scratch.unit, 0, before, 0, length);
    for (int t = 0; t <= n; t++) {
      Arrays.fill(scratch.moments, 0, objects, 0);
      BlockMath.addWeighted(adjoint, now, offsets, scratch.moments);
      for (int j = 0; j < inputs.length; j++) {
        if (needed[1 + j]) {
          LinearStep.add(coefficients[j][t], scratch.moments, 0, objects, byStep[inputs[j]]);
        }
      }
      // T_(t+1) = 2 u T_t - T_(t-1), with T_(-1) = T_1
      next(0, scratch.unit, now, before, length);
      double[] swap = before;
      before = now;
      now = swap;
    }
  }

  /** Chebyshev coefficients of the derivatives by the inputs, null for those not asked for. */
  private double[][] slopes(double[] scalars, Scratch scratch) {
    int n = scratch.degree;
    for (int j = 0; j <= n; j++) {
      scratch.points[j] = point(j, n, scratch);
    }
    compute(scratch.points, n + 1, scalars, scratch);
    double[] ones = scratch.atPoints;
    Arrays.fill(ones, 0, n + 1, 1);
    sweep(ones, n + 1, scratch);
    double[][] coefficients = new double[inputs.length][];
    for (int j = 0; j < inputs.length; j++) {
      if (needed[1 + j]) {
        coefficients[j] = new double[n + 1];
        coefficients(scratch.adjoints[1 + j], n, coefficients[j]);
      }
    }
    return coefficients;
  }

  /** Derivatives by the inputs at every place that was computed last. */
  private void sweep(double[] adjoint, int length, Scratch scratch) {
    double[][] adjoints = scratch.adjoints;
    int root = adjoints.length - 1;
    for (int i = 0; i < root; i++) {
      if (needed[i]) {
        adjoints[i] = atLeast(adjoints[i], length);
        Arrays.fill(adjoints[i], 0, length, 0);
      }
    }
    adjoints[root] = adjoint;
    for (int i = functions.length - 1; i >= 0; i--) {
      int at = 1 + inputs.length + i;
      if (needed[at]) {
        double[][] outs = new double[arguments[i].length][];
        for (int a = 0; a < outs.length; a++) {
          outs[a] = needed[arguments[i][a]] ? adjoints[arguments[i][a]] : null;
        }
        functions[i].pullBackAll(
            gather(scratch.values, arguments[i]),
            scratch.values[at],
            adjoints[at],
            0,
            length,
            outs);
      }
    }
    adjoints[root] = new double[0];
  }
}

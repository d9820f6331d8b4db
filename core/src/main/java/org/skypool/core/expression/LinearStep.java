package org.skypool.core.expression;

import java.util.List;

/**
 * A {@link Node.Linear} made ready for loops: indices in plain arrays, and {@code constant + sum_j
 * coefficient_j * atom_j} over a range, added up from left to right.
 */
final class LinearStep {
  /** Terms that one loop takes; further terms are added by a loop each. */
  private static final int FUSED = 3;

  /** Step of the constant, or -1. */
  final int constant;

  final int[] coefficients;
  final int[] atoms;

  /** Whether constant and coefficients are the same for all objects. */
  final boolean scalar;

  LinearStep(Node.Linear linear, List<Level> levels) {
    this.constant = linear.constant();
    this.coefficients = linear.coefficients().stream().mapToInt(Integer::intValue).toArray();
    this.atoms = linear.atoms().stream().mapToInt(Integer::intValue).toArray();
    boolean same = constant < 0 || levels.get(constant) == Level.SCALAR;
    for (int coefficient : coefficients) {
      same &= levels.get(coefficient) == Level.SCALAR;
    }
    this.scalar = same;
  }

  /**
   * Evaluates a linear form.
   *
   * @param c the constant
   * @param a one coefficient per term
   * @param x one atom per term
   */
  static void value(double c, double[] a, double[][] x, int from, int to, double[] out) {
    int n = a.length;
    if (n == 1) {
      one(c, a[0], x[0], from, to, out);
    } else if (n == 2) {
      two(c, a[0], x[0], a[1], x[1], from, to, out);
    } else {
      three(c, a[0], x[0], a[1], x[1], a[2], x[2], from, to, out);
    }
    for (int j = FUSED; j < n; j++) {
      add(a[j], x[j], from, to, out);
    }
  }

  private static void one(double c, double a, double[] x, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k];
    }
  }

  private static void two(
      double c, double a, double[] x, double b, double[] y, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k] + b * y[k];
    }
  }

  private static void three(
      double c,
      double a,
      double[] x,
      double b,
      double[] y,
      double d,
      double[] z,
      int from,
      int to,
      double[] out) {
    for (int k = from; k < to; k++) {
      out[k] = c + a * x[k] + b * y[k] + d * z[k];
    }
  }

  /** Adds {@code a * x}. */
  static void add(double a, double[] x, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += a * x[k];
    }
  }
}

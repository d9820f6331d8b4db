package org.skypool.core.expression;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Value number n of a Gaussian process at equal steps, from independent standard normal deviates:
 * {@code sum_j L_nj d_j}, a function of {@code length, d_1, ..., d_n}, where L is the Cholesky
 * factor of the Matern correlation of order 3/2, {@code (1 + a) exp(-a)} with {@code a = sqrt(3) r
 * / length} at r steps.
 *
 * <p>Values and derivatives by the length come from one elimination, at n^3 / 3 operations. NaN
 * unless the length is positive and finite. The factor loses digits as {@code length^3}: at a
 * length of 1,000 steps eight are left.
 */
final class MaternValue implements PointFunction {
  private static final ConcurrentHashMap<Integer, MaternValue> INSTANCES =
      new ConcurrentHashMap<>();
  private static final double ROOT_3 = StrictMath.sqrt(3);

  private final int n;

  private MaternValue(int n) {
    this.n = n;
  }

  static MaternValue of(int n) {
    return INSTANCES.computeIfAbsent(n, MaternValue::new);
  }

  @Override
  public String name() {
    return "process_value_" + n;
  }

  @Override
  public int arity() {
    return n + 1;
  }

  /** The last row of the factor, and its derivatives by the length. */
  private double[][] lastRow(double length) {
    double[] c = new double[n];
    double[] slope = new double[n];
    for (int r = 0; r < n; r++) {
      double a = ROOT_3 * r / length;
      double decay = StrictMath.exp(-a);
      c[r] = (1 + a) * decay;
      slope[r] = a * a * decay / length;
    }
    double[][] root = new double[n][n];
    double[][] by = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = c[i - j];
        double restBy = slope[i - j];
        for (int k = 0; k < j; k++) {
          rest -= root[i][k] * root[j][k];
          restBy -= by[i][k] * root[j][k] + root[i][k] * by[j][k];
        }
        if (i == j) {
          root[i][i] = Math.sqrt(rest);
          by[i][i] = restBy / (2 * root[i][i]);
        } else {
          root[i][j] = rest / root[j][j];
          by[i][j] = (restBy - root[i][j] * by[j][j]) / root[j][j];
        }
      }
    }
    return new double[][] {root[n - 1], by[n - 1]};
  }

  @Override
  public double at(double[] x) {
    return x[0] > 0 && x[0] < Double.POSITIVE_INFINITY ? dot(lastRow(x[0])[0], x) : Double.NaN;
  }

  private double dot(double[] row, double[] x) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += row[j] * x[j + 1];
    }
    return sum;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    double[][] row = lastRow(x[0]);
    return j == 0 ? dot(row[1], x) : row[0][j - 1];
  }

  @Override
  public void pullBackAll(
      double[][] arguments, double[] value, double[] adjoint, int from, int to, double[][] outs) {
    double[] x = new double[n + 1];
    for (int k = from; k < to; k++) {
      if (adjoint[k] == 0) {
        continue;
      }
      for (int j = 0; j <= n; j++) {
        x[j] = arguments[j][k];
      }
      double[][] row = lastRow(x[0]);
      for (int j = 0; j <= n; j++) {
        if (outs[j] != null) {
          outs[j][k] += adjoint[k] * (j == 0 ? dot(row[1], x) : row[0][j - 1]);
        }
      }
    }
  }
}

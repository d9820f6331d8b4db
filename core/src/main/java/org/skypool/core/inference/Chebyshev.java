package org.skypool.core.inference;

/** Interpolation at Chebyshev points of the second kind, in barycentric form. */
final class Chebyshev {
  private Chebyshev() {}

  /** {@code n} points from {@code low} to {@code high}, both included. */
  static double[] points(double low, double high, int n) {
    double[] points = new double[n];
    for (int j = 0; j < n; j++) {
      double unit = (1 - StrictMath.cos(Math.PI * j / (n - 1))) / 2;
      points[j] = low + (high - low) * unit;
    }
    points[n - 1] = high;
    return points;
  }

  /** Values at {@code x} of the Lagrange polynomials of the points. */
  static double[] basis(double[] points, double x) {
    int n = points.length;
    double[] basis = new double[n];
    double sum = 0;
    for (int j = 0; j < n; j++) {
      if (x == points[j]) {
        java.util.Arrays.fill(basis, 0);
        basis[j] = 1;
        return basis;
      }
      double weight = (j % 2 == 0 ? 1 : -1) * (j == 0 || j == n - 1 ? 0.5 : 1);
      basis[j] = weight / (x - points[j]);
      sum += basis[j];
    }
    for (int j = 0; j < n; j++) {
      basis[j] /= sum;
    }
    return basis;
  }
}

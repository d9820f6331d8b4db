package org.skypool.core.math;

/**
 * Points and weights of Gauss-Legendre quadrature, by Newton's method on the Legendre polynomials
 * from {@code cos(pi (k + 3/4) / (n + 1/2))}. A rule of n points integrates polynomials up to
 * degree 2n - 1; points are good to a few 1e-16 of the interval, weights to 1e-14 of themselves, up
 * to n = 2,000.
 *
 * @param points ascending
 * @param weights they sum to the length of the interval
 */
public record GaussLegendre(double[] points, double[] weights) {
  private static final int MOST_STEPS = 10;

  /**
   * The rule of {@code n} points between two ends.
   *
   * @throws IllegalArgumentException for no points
   */
  public static GaussLegendre of(int n, double from, double to) {
    if (n < 1) {
      throw new IllegalArgumentException(n + " points; at least 1 is needed");
    }
    double[] points = new double[n];
    double[] weights = new double[n];
    double half = (to - from) / 2;
    for (int k = 0; k < n; k++) {
      double x = root(n, k);
      double slope = slope(n, x);
      points[n - 1 - k] = from + half * (1 + x);
      weights[n - 1 - k] = 2 * half / ((1 - x * x) * slope * slope);
    }
    return new GaussLegendre(points, weights);
  }

  private static double root(int n, int k) {
    double x = StrictMath.cos(Math.PI * (k + 0.75) / (n + 0.5));
    for (int step = 0; step < MOST_STEPS; step++) {
      double move = value(n, x) / slope(n, x);
      x -= move;
      if (Math.abs(move) < 1e-16) {
        break;
      }
    }
    return x;
  }

  /** The Legendre polynomial of degree n. */
  private static double value(int n, double x) {
    double before = 1;
    double now = x;
    for (int j = 2; j <= n; j++) {
      double next = ((2 * j - 1) * x * now - (j - 1) * before) / j;
      before = now;
      now = next;
    }
    return now;
  }

  private static double slope(int n, double x) {
    return n * (x * value(n, x) - (n == 1 ? 1 : value(n - 1, x))) / (x * x - 1);
  }
}

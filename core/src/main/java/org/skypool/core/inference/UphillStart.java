package org.skypool.core.inference;

import java.util.Arrays;

/**
 * Moves the leading coordinates of a position uphill with the others held, by the
 * Broyden-Fletcher-Goldfarb-Shanno method: from a draw of a wide prior to where the density is,
 * with an estimate of the covariance there. Stops within a hundredth of the top of the quadratic
 * fit.
 */
final class UphillStart {
  private static final int MOST_STEPS = 1_000;
  private static final int MOST_HALVINGS = 40;
  private static final double SUFFICIENT = 1e-4;
  private static final double CLOSE = 0.01;
  private static final double CURVED = 1e-10;

  private final NoUTurnSampler.Target target;
  private final double[][] covariance;
  private double[] position;
  private double[] gradient;
  private double value;
  private boolean scaled;

  UphillStart(NoUTurnSampler.Target target, double[] start, int leading) {
    this.target = target;
    this.position = start.clone();
    this.gradient = new double[start.length];
    this.value = target.logDensity(position, gradient);
    this.covariance = new double[leading][leading];
    for (int a = 0; a < leading; a++) {
      covariance[a][a] = 1;
    }
    boolean moved = true;
    for (int step = 0; step < MOST_STEPS && moved; step++) {
      moved = climb();
    }
  }

  /** Where it arrived. */
  double[] position() {
    return position.clone();
  }

  /** Approximate inverse of minus the second derivatives by the leading coordinates. */
  double[][] covariance() {
    return covariance;
  }

  private boolean climb() {
    int n = covariance.length;
    double[] direction = new double[n];
    double rise = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        direction[a] += covariance[a][b] * gradient[b];
      }
      rise += direction[a] * gradient[a];
    }
    if (!(rise > CLOSE)) {
      return false;
    }
    double length = scaled ? 1 : 1 / Math.max(1, Math.sqrt(rise));
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      double[] next = position.clone();
      for (int a = 0; a < n; a++) {
        next[a] += length * direction[a];
      }
      double[] there = new double[gradient.length];
      double reached = target.logDensity(next, there);
      if (reached >= value + SUFFICIENT * length * rise && isFinite(there)) {
        learn(next, there);
        position = next;
        gradient = there;
        value = reached;
        return true;
      }
      length /= 2;
    }
    return false;
  }

  private static boolean isFinite(double[] x) {
    return Arrays.stream(x).allMatch(Double::isFinite);
  }

  private void learn(double[] next, double[] there) {
    int n = covariance.length;
    double[] s = new double[n];
    double[] y = new double[n];
    double product = 0;
    double stepSize = 0;
    double changeSize = 0;
    for (int a = 0; a < n; a++) {
      s[a] = next[a] - position[a];
      y[a] = gradient[a] - there[a];
      product += s[a] * y[a];
      stepSize += s[a] * s[a];
      changeSize += y[a] * y[a];
    }
    if (!(product > CURVED * Math.sqrt(stepSize * changeSize))) {
      return;
    }
    if (!scaled) {
      for (int a = 0; a < n; a++) {
        covariance[a][a] = product / changeSize;
      }
      scaled = true;
    }
    double[] mapped = new double[n];
    double inner = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        mapped[a] += covariance[a][b] * y[b];
      }
      inner += mapped[a] * y[a];
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        double change =
            (1 + inner / product) * s[a] * s[b] / product
                - (mapped[a] * s[b] + s[a] * mapped[b]) / product;
        covariance[a][b] += change;
        covariance[b][a] = covariance[a][b];
      }
    }
  }
}

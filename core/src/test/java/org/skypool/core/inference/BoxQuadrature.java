package org.skypool.core.inference;

/**
 * A posterior of two hyperparameters on a grid of midpoints over a box that holds all of it: for
 * posteriors too skewed to be centred on, and for quantiles.
 *
 * @param axes midpoints of each hyperparameter, equally spaced
 * @param mass of every cell, one row per value of the first hyperparameter, summing to 1
 */
record BoxQuadrature(double[][] axes, double[][] mass) {

  /** Integrates a density given up to a constant. */
  static BoxQuadrature of(GridPosterior.Surface surface, double[][] box, int steps) {
    double[][] axes = new double[2][steps];
    for (int j = 0; j < 2; j++) {
      for (int k = 0; k < steps; k++) {
        axes[j][k] = box[j][0] + (box[j][1] - box[j][0]) * (k + 0.5) / steps;
      }
    }
    double[][] mass = surface.logDensity(axes[0], axes[1]);
    double top = Double.NEGATIVE_INFINITY;
    for (double[] row : mass) {
      for (double log : row) {
        top = Math.max(top, log);
      }
    }
    double sum = 0;
    for (double[] row : mass) {
      for (int b = 0; b < steps; b++) {
        row[b] = Math.exp(row[b] - top);
        sum += row[b];
      }
    }
    for (double[] row : mass) {
      for (int b = 0; b < steps; b++) {
        row[b] /= sum;
      }
    }
    return new BoxQuadrature(axes, mass);
  }

  /** Mass of one hyperparameter alone. */
  private double[] marginal(int j) {
    double[] sums = new double[axes[j].length];
    for (int a = 0; a < mass.length; a++) {
      for (int b = 0; b < mass[a].length; b++) {
        sums[j == 0 ? a : b] += mass[a][b];
      }
    }
    return sums;
  }

  double mean(int j) {
    double[] p = marginal(j);
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += p[k] * axes[j][k];
    }
    return sum;
  }

  double sd(int j) {
    double[] p = marginal(j);
    double mean = mean(j);
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += p[k] * (axes[j][k] - mean) * (axes[j][k] - mean);
    }
    return Math.sqrt(sum);
  }

  double correlation() {
    double[] mean = {mean(0), mean(1)};
    double sum = 0;
    for (int a = 0; a < mass.length; a++) {
      for (int b = 0; b < mass[a].length; b++) {
        sum += mass[a][b] * (axes[0][a] - mean[0]) * (axes[1][b] - mean[1]);
      }
    }
    return sum / (sd(0) * sd(1));
  }

  /** Mass below a value, linear within a cell. */
  double cumulative(int j, double value) {
    double[] p = marginal(j);
    double step = axes[j][1] - axes[j][0];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      double share = (value - axes[j][k]) / step + 0.5;
      sum += p[k] * Math.max(0, Math.min(1, share));
    }
    return sum;
  }

  ExactMoments moments() {
    return new ExactMoments(new double[] {mean(0), mean(1)}, new double[] {sd(0), sd(1)});
  }
}

package org.skypool.core.inference;

import java.util.List;

/**
 * The move of the hyperposterior's mean when the points of all objects are placed otherwise,
 * estimated from the score changes of a subset.
 *
 * @param shift per hyperparameter in posterior sd
 * @param error its standard error, from the scatter of the objects; 0 where all were compared
 * @param scatter per hyperparameter the sd of one placement, if both are alike but for their shifts
 * @param bits {@code 0.5 e' C^-1 e / ln 2} of the move e
 */
record ScoreShift(double[] shift, double[] error, double[] scatter, double bits) {
  private static final double LN2 = 0.6931471805599453;

  /**
   * The shift from one placement to another.
   *
   * @param covariance C of the hyperposterior
   * @param total number of objects in the fit
   */
  static ScoreShift of(
      List<Comparison.Scores> scores, int from, int to, double[][] covariance, long total) {
    int d = covariance.length;
    int n = scores.size();
    double[][] moves = new double[d][n];
    double[] change = new double[d];
    for (int i = 0; i < n; i++) {
      double[][] placed = scores.get(i).byPlacement();
      for (int a = 0; a < d; a++) {
        double sum = 0;
        for (int b = 0; b < d; b++) {
          sum += covariance[a][b] * (placed[to][b] - placed[from][b]);
        }
        moves[a][i] = sum / Math.sqrt(covariance[a][a]);
        change[a] += (placed[to][a] - placed[from][a]) * total / n;
      }
    }
    double[] shift = new double[d];
    double[] error = new double[d];
    double[] scatter = new double[d];
    double squared = 0;
    double missing = Math.max(0, 1 - n / (double) total);
    for (int j = 0; j < d; j++) {
      double mean = mean(moves[j]);
      double variance = variance(moves[j], mean);
      shift[j] = total * mean;
      error[j] = total * Math.sqrt(missing * variance / n);
      scatter[j] = Math.sqrt(total * (variance + mean * mean) / 2);
      squared += change[j] * shift[j] * Math.sqrt(covariance[j][j]);
    }
    return new ScoreShift(shift, error, scatter, squared / (2 * LN2));
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v;
    }
    return sum / x.length;
  }

  private static double variance(double[] x, double mean) {
    double sum = 0;
    for (double v : x) {
      sum += (v - mean) * (v - mean);
    }
    return sum / Math.max(1, x.length - 1);
  }

  /** Largest {@code |shift| + 2 errors}; NaN if one is. */
  static double worst(double[] shift, double[] error) {
    double worst = 0;
    for (int j = 0; j < shift.length; j++) {
      double bound = Math.abs(shift[j]) + 2 * error[j];
      if (Double.isNaN(bound)) {
        return Double.NaN;
      }
      worst = Math.max(worst, bound);
    }
    return worst;
  }
}

package org.skypool.core.inference;

import org.skypool.core.likelihood.ObjectEvidence;

/**
 * How far the hyperparameters would move if the points were placed afresh: differences of the
 * scores of a random subset of objects, projected onto the hyperparameters and scaled to all
 * objects.
 *
 * <p>With the score {@code s_i} an object's gradient of log evidence at the posterior mean and C
 * the posterior covariance, a change of the points moves the posterior by {@code C sum_i (s'_i -
 * s_i)}. Fresh shifts of the same lattice give its Monte Carlo sd; eight times the points behind a
 * wider proposal give its bias, mass that the points missed included. In units of the posterior sd.
 * The audited objects carry {@code N / n} each, so that the standard error of the bias grows as
 * {@code sqrt(N / n)}.
 *
 * @param objects how many were audited
 * @param monteCarloSd per hyperparameter, from fresh shifts
 * @param bias per hyperparameter, what finer points would add to the answer, sign included
 * @param biasError standard error of the bias
 */
public record Audit(int objects, double[] monteCarloSd, double[] bias, double[] biasError) {

  /**
   * Compares scores.
   *
   * @param original scores of the points of record
   * @param fresh scores with other shifts
   * @param finer scores with many more points and a wider proposal
   * @param covariance of the hyperposterior
   * @param total number of objects in the fit
   * @throws IllegalArgumentException if the three are not of the same objects
   */
  public static Audit of(
      ObjectEvidence original,
      ObjectEvidence fresh,
      ObjectEvidence finer,
      double[][] covariance,
      long total) {
    if (!original.ids().equals(fresh.ids()) || !original.ids().equals(finer.ids())) {
      throw new IllegalArgumentException("the audit's objects differ");
    }
    int n = original.ids().size();
    double[][] toFresh = project(original, fresh, covariance);
    double[][] toFiner = project(original, finer, covariance);
    int d = covariance.length;
    double[] monteCarloSd = new double[d];
    double[] bias = new double[d];
    double[] biasError = new double[d];
    for (int j = 0; j < d; j++) {
      monteCarloSd[j] = Math.sqrt(total * (variance(toFresh[j]) + square(mean(toFresh[j]))) / 2);
      bias[j] = total * mean(toFiner[j]);
      biasError[j] = total * Math.sqrt(variance(toFiner[j]) / n);
    }
    return new Audit(n, monteCarloSd, bias, biasError);
  }

  /**
   * Per hyperparameter and object the move in posterior sd that the object's score change causes.
   */
  private static double[][] project(ObjectEvidence from, ObjectEvidence to, double[][] covariance) {
    int d = covariance.length;
    int n = from.ids().size();
    double[][] moves = new double[d][n];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < d; a++) {
        double sum = 0;
        for (int b = 0; b < d; b++) {
          sum += covariance[a][b] * (to.scores()[i][b] - from.scores()[i][b]);
        }
        moves[a][i] = sum / Math.sqrt(covariance[a][a]);
      }
    }
    return moves;
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v;
    }
    return sum / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double v : x) {
      sum += square(v - mean);
    }
    return sum / Math.max(1, x.length - 1);
  }

  private static double square(double x) {
    return x * x;
  }

  /** Largest {@code |bias| + 2 standard errors} over the hyperparameters. */
  public double worst() {
    double worst = 0;
    for (int j = 0; j < bias.length; j++) {
      double bound = Math.abs(bias[j]) + 2 * biasError[j];
      worst = Double.isNaN(bound) || bound > worst ? bound : worst;
      if (Double.isNaN(bound)) {
        return Double.NaN;
      }
    }
    return worst;
  }
}

package org.skypool.core.inference;

import org.skypool.core.diagnostics.ParetoSmoothing;
import org.skypool.core.math.LogSumExp;

/**
 * How well the other objects predict one: {@code elpd_j = log p(D_j | D_without j) = -log E_phi[
 * xi_j(phi) / Z_j(phi)]}, the expectation over draws of the hyperposterior.
 *
 * <p>With a rate {@code log Z_j} holds the log intensity too and {@code xi_j} is 1: the rest of the
 * survey predicts how many objects there are at {@code D_j}, not how they are distributed.
 *
 * <p>A draw of the hyperposterior of all objects becomes one of the hyperposterior without object j
 * through the weight {@code xi_j / Z_j}. These weights are Pareto-smoothed (Vehtari, Gelman &amp;
 * Gabry 2017, doi:10.1007/s11222-016-9696-4) and {@code elpd_j = log sum_s w_s Z_j(phi_s) /
 * xi_j(phi_s)}, the weights summing to 1. Up to a k-hat of {@value #LARGEST_KHAT} the estimate is
 * practical; beyond it one object weighs so much in the fit that the draws do not reach the
 * hyperposterior without it.
 *
 * @param logPredictive {@code elpd_j}; minus infinity where a draw gives the object no probability,
 *     NaN where something is not a number
 * @param khat Pareto k-hat of the weights; NaN where there are too few draws for a tail
 * @param logWeights smoothed log weights of the draws, their exponentials summing to 1
 */
public record LeaveOneOut(double logPredictive, double khat, double[] logWeights) {

  /** Above this k-hat the estimate of an object is not practical. */
  public static final double LARGEST_KHAT = 0.7;

  /**
   * Leaves one object out.
   *
   * @param logEvidence {@code log Z_j} at draws of the hyperposterior
   * @param logDetection {@code log xi_j} at the same draws
   * @throws IllegalArgumentException if the lengths differ
   */
  public static LeaveOneOut of(double[] logEvidence, double[] logDetection) {
    int n = logEvidence.length;
    if (logDetection.length != n) {
      throw new IllegalArgumentException(
          n + " evidences, " + logDetection.length + " detection probabilities");
    }
    double[] ratios = new double[n];
    boolean impossible = false;
    for (int s = 0; s < n; s++) {
      ratios[s] = logDetection[s] - logEvidence[s];
      impossible |= ratios[s] == Double.POSITIVE_INFINITY;
    }
    ParetoSmoothing smoothed = ParetoSmoothing.of(ratios);
    double[] weights = smoothed.logWeights();
    double[] terms = new double[n];
    for (int s = 0; s < n; s++) {
      terms[s] = weights[s] - ratios[s];
    }
    double logPredictive =
        impossible ? Double.NEGATIVE_INFINITY : LogSumExp.of(terms, 0, terms.length);
    return new LeaveOneOut(logPredictive, smoothed.khat(), weights);
  }

  /**
   * The sum over objects.
   *
   * @param objects that have an estimate
   * @param value {@code elpd_loo}, the sum of {@code elpd_j}
   * @param standardError {@code sqrt(N var_j)}, the spread between surveys of such objects; NaN for
   *     fewer than two
   * @param aboveBound number of objects whose k-hat exceeds {@value #LARGEST_KHAT}
   */
  public record Total(long objects, double value, double standardError, long aboveBound) {

    /** From the sums of {@code elpd_j} and of its square. */
    public static Total ofSums(long objects, double sum, double squares, long aboveBound) {
      double variance = (squares - sum * sum / objects) / (objects - 1);
      double error = objects < 2 ? Double.NaN : Math.sqrt(objects * Math.max(0, variance));
      return new Total(objects, sum, error, aboveBound);
    }

    /** From the objects, in their order; those that are not finite are left out. */
    public static Total of(double[] logPredictive, double[] khat) {
      long objects = 0;
      double sum = 0;
      double squares = 0;
      long above = 0;
      for (int i = 0; i < logPredictive.length; i++) {
        if (Math.abs(logPredictive[i]) <= Double.MAX_VALUE) {
          objects++;
          sum += logPredictive[i];
          squares += logPredictive[i] * logPredictive[i];
          above += khat[i] > LARGEST_KHAT ? 1 : 0;
        }
      }
      return ofSums(objects, sum, squares, above);
    }
  }
}

package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inferred hyperparameters: equally weighted draws, summaries, and how they were obtained.
 *
 * @param names of the hyperparameters, in the order of every vector
 * @param draws equally weighted draws in natural units, one row each
 * @param logDensity log posterior density of every draw in natural coordinates, up to a constant,
 *     or that of the surrogate it was drawn from ({@link FitPath}); NaN where it is not known:
 *     {@code gibbs} samples it without ever computing it
 * @param chain which replicate or chain each draw came from
 * @param mean posterior mean
 * @param covariance posterior covariance
 * @param summaries one per hyperparameter
 * @param shape mean and covariance in the coordinates of the fit, to start the next one from
 * @param sampler how: {@code importance}, {@code nuts} or {@code gibbs}
 * @param khat Pareto k-hat of the importance weights, NaN for chains
 * @param effective effective number of draws
 * @param divergences of the chains, 0 for importance sampling
 */
public record Hyperposterior(
    List<String> names,
    double[][] draws,
    double[] logDensity,
    int[] chain,
    double[] mean,
    double[][] covariance,
    List<Summary> summaries,
    Laplace shape,
    String sampler,
    double khat,
    double effective,
    int divergences) {

  /**
   * One hyperparameter.
   *
   * @param rhat rank-normalised split R-hat, NaN unless chains ran
   * @param mcseMean Monte Carlo standard error of the mean
   */
  public record Summary(
      double mean,
      double sd,
      double median,
      double q05,
      double q16,
      double q84,
      double q95,
      double rhat,
      double essBulk,
      double essTail,
      double mcseMean) {}

  /** Posterior mean by name. */
  public Map<String, Double> meanByName() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int j = 0; j < mean.length; j++) {
      map.put(names.get(j), mean[j]);
    }
    return map;
  }

  /** Posterior standard deviation of hyperparameter {@code j}. */
  public double sd(int j) {
    return Math.sqrt(covariance[j][j]);
  }
}

package org.skypool.core.inference;

/**
 * What the noise of a selection integral from injections does to an answer.
 *
 * @param effective effective number of injections, {@code (sum w)^2 / (sum w^2 - (sum
 *     w)^2/N_drawn)}; below four times the number of objects the likelihood is wrong by more than
 *     it varies (Farr 2019, doi:10.3847/2515-5172/ab1d5f)
 * @param objects in the survey
 * @param shift how far the mean of each hyperparameter scatters from one set of injections to
 *     another, in posterior sd: {@code sqrt(diag(C S C))}, C the posterior covariance and S that of
 *     the gradient of the selection term
 */
public record InjectionReliability(double effective, long objects, double[] shift) {

  /** Effective injections per object below which nothing can be trusted. */
  public static final double LEAST_PER_OBJECT = 4;

  /** Largest shift of an answer that can be trusted, in posterior sd. */
  public static final double LARGEST_SHIFT = 0.1;

  /** The largest shift. */
  public double worst() {
    double worst = 0;
    for (double one : shift) {
      worst = Double.isNaN(one) ? one : Math.max(worst, one);
    }
    return worst;
  }
}

package org.skypool.core.inference;

import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.Hyperprior;

/**
 * Stands in for a hyperposterior over all draws: the likelihood of a subset of n of N objects,
 * counted N/n times, exact prior and selection, and an {@link Anchor} that makes value, gradient
 * and Hessian those of all draws at one point. What is left of the difference is of third order,
 * with a standard deviation over the posterior that falls as {@code 1 / sqrt(n N)}.
 *
 * @param subset its hyperposterior, every object counted N/n times
 * @param anchor the correction
 */
record SubsetSurrogate(HyperposteriorTarget subset, Anchor anchor) implements StandardDensity {

  @Override
  public Hyperprior prior() {
    return subset.prior();
  }

  @Override
  public double[] values(double[][] z) {
    double[] values = subset.values(z);
    double[] unused = new double[prior().dimension()];
    for (int v = 0; v < z.length; v++) {
      values[v] += anchor.value(z[v], unused);
    }
    return values;
  }

  @Override
  public Gradients gradients(double[][] z) {
    Gradients found = subset.gradients(z);
    for (int v = 0; v < z.length; v++) {
      found.values()[v] += anchor.value(z[v], found.gradients()[v]);
    }
    return found;
  }
}

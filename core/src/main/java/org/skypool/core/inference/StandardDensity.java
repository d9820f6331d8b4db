package org.skypool.core.inference;

import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.population.Hyperprior;

/**
 * A log density over coordinates in which the hyperprior is a standard normal, up to a constant:
 * the hyperposterior itself, or what stands in for it.
 */
public interface StandardDensity {

  /** The hyperprior whose coordinates are used. */
  Hyperprior prior();

  /** Log densities at any number of points, minus infinity where there is no support. */
  double[] values(double[][] z);

  /** Log densities and gradients at any number of points. */
  Gradients gradients(double[][] z);
}

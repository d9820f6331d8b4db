package org.skypool.core.inference;

import org.skypool.core.likelihood.PopulationEvaluator.Gradients;

/**
 * The price of selection: {@code sum_i log xi_i(phi)}, {@code xi_i} the probability that an object
 * with the covariates of object i is detected, or of a population with a rate the expected number
 * of detected objects. It is subtracted from the sum of log evidences.
 */
public interface SelectionTerm {

  /** Nothing was lost: zero. */
  SelectionTerm NONE =
      new SelectionTerm() {
        @Override
        public double[] values(double[][] phis) {
          return new double[phis.length];
        }

        @Override
        public Gradients gradients(double[][] phis) {
          int dimension = phis.length == 0 ? 0 : phis[0].length;
          return new Gradients(new double[phis.length], new double[phis.length][dimension]);
        }
      };

  /** Sums of log detection probabilities, one per vector. */
  double[] values(double[][] phis);

  /** Sums with their gradients. */
  Gradients gradients(double[][] phis);
}

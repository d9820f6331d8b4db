package org.skypool.core.inference;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.skypool.core.population.Hyperprior;

/**
 * The hyperposterior of a survey whose marginal likelihood is known: no objects, no points, only
 * {@code log L(phi)}. Gradients, which place the sampler's first proposal, are central differences.
 */
record MarginalPosterior(ToDoubleFunction<double[]> logLikelihood) implements WithoutObjects {
  private static final double RELATIVE_STEP = 1e-5;
  private static final double LEAST_SCALE = 0.01;
  private static final double MODE_TOLERANCE = 0.05;

  /**
   * Samples it.
   *
   * @param start coordinates near the answer
   */
  static Hyperposterior sample(
      ToDoubleFunction<double[]> logLikelihood,
      Hyperprior prior,
      Laplace start,
      int effective,
      long seed) {
    HyperposteriorTarget target =
        new HyperposteriorTarget(new MarginalPosterior(logLikelihood), SelectionTerm.NONE, prior);
    Laplace mode = new ModeFinder(target, MODE_TOLERANCE).climb(start.centre());
    return new HyperposteriorSampler(target, seed, SamplingGoal.answer(effective))
        .sample(List.of(mode))
        .posterior();
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = new double[phis.length];
    for (int v = 0; v < phis.length; v++) {
      values[v] = logLikelihood.applyAsDouble(phis[v]);
    }
    return values;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    double[][] gradients = new double[phis.length][];
    for (int v = 0; v < phis.length; v++) {
      double[] phi = phis[v].clone();
      gradients[v] = new double[phi.length];
      for (int j = 0; j < phi.length; j++) {
        double step = RELATIVE_STEP * Math.max(Math.abs(phis[v][j]), LEAST_SCALE);
        phi[j] = phis[v][j] + step;
        double above = logLikelihood.applyAsDouble(phi);
        phi[j] = phis[v][j] - step;
        double below = logLikelihood.applyAsDouble(phi);
        phi[j] = phis[v][j];
        gradients[v][j] = (above - below) / (2 * step);
      }
    }
    return new Gradients(values(phis), gradients);
  }
}

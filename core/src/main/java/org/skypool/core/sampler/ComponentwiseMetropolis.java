package org.skypool.core.sampler;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Metropolis steps in one coordinate after another, each with a step size of its own that adapts on
 * a log scale (Roberts &amp; Rosenthal 2009, doi:10.1198/jcgs.2009.06134, section 3).
 *
 * <p>After every update in sweep n, {@code log s += min(1, 3 n^-0.6) (a - 0.44)}, a the probability
 * with which the move was accepted: the Robbins-Monro form of their batches (Andrieu &amp; Thoms
 * 2008, doi:10.1007/s11222-008-9110-y). The change vanishes with n, so that the chain keeps its
 * target; 0.44 is the optimal rate in one dimension.
 *
 * <p>A step is one sweep and costs d evaluations.
 */
public final class ComponentwiseMetropolis
    implements TransitionKernel<ComponentwiseMetropolis.State> {
  private static final double WANTED_ACCEPTANCE = 0.44;
  private static final double GAIN = 3;
  private static final double DECAY = 0.6;

  private final LogDensity target;
  private final double[] scale;

  /**
   * State of a chain.
   *
   * @param position where it is
   * @param logDensity there
   * @param steps sweeps so far
   * @param logStep log step size of every coordinate
   */
  public record State(double[] position, double logDensity, int steps, double[] logStep)
      implements TransitionKernel.State {}

  /**
   * Makes a kernel.
   *
   * @param scale first step size of each coordinate
   * @throws IllegalArgumentException if a scale is not positive and finite
   */
  public ComponentwiseMetropolis(LogDensity target, double[] scale) {
    this.target = target;
    this.scale = StepScales.checked(scale);
  }

  @Override
  public State init(double[] position) {
    int d = StepScales.sameLength(position, scale);
    double logDensity = LogDensity.atStart(target, position);
    double[] logStep = new double[d];
    for (int j = 0; j < d; j++) {
      logStep[j] = StrictMath.log(scale[j]);
    }
    return new State(position.clone(), logDensity, 0, logStep);
  }

  @Override
  public State step(UniformRandomProvider rng, State state) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] x = state.position.clone();
    double[] logStep = state.logStep.clone();
    double logDensity = state.logDensity;
    double gain = Math.min(1, GAIN * StrictMath.pow(state.steps + 1.0, -DECAY));
    for (int j = 0; j < x.length; j++) {
      double before = x[j];
      x[j] += StrictMath.exp(logStep[j]) * normal.sample();
      double proposed = target.at(x.clone());
      double acceptance =
          Double.isFinite(proposed) ? Math.min(1, StrictMath.exp(proposed - logDensity)) : 0;
      if (rng.nextDouble() < acceptance) {
        logDensity = proposed;
      } else {
        x[j] = before;
      }
      logStep[j] += gain * (acceptance - WANTED_ACCEPTANCE);
    }
    return new State(x, logDensity, state.steps + 1, logStep);
  }
}

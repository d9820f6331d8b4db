package org.skypool.core.sampler;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Adaptive Metropolis with the covariance of the chain's own past (Roberts &amp; Rosenthal 2009,
 * doi:10.1198/jcgs.2009.06134, section 2; Haario, Saksman &amp; Tamminen 2001,
 * doi:10.2307/3318737).
 *
 * <p>In d dimensions the proposal is {@code N(x, 0.01 D^2 / d)} with the given scales D in the
 * first {@code 10 d} steps, and with probability 0.05 ever after; else {@code N(x, 2.38^2 C / d)},
 * C the covariance of all states so far. What one step adds to C vanishes as 1/n, so that the chain
 * keeps its target. Where C is singular to rounding the fixed proposal is used.
 *
 * <p>A step costs one evaluation and O(d^3).
 */
public final class AdaptiveMetropolis implements TransitionKernel<AdaptiveMetropolis.State> {
  private static final double FIXED_SHARE = 0.05;
  private static final double FIXED_STEP = 0.1;

  /** Optimal for normal targets of many dimensions: Roberts, Gelman and Gilks 1997. */
  private static final double OPTIMAL = 2.38;

  private static final int FIXED_STEPS_PER_DIMENSION = 10;

  private final LogDensity target;
  private final double[] scale;

  /**
   * State of a chain.
   *
   * @param position where it is
   * @param logDensity there
   * @param steps taken so far
   * @param accepted how many of them moved
   * @param mean of all states so far
   * @param scatter sum of products of deviations from the mean, lower triangle
   */
  public record State(
      double[] position,
      double logDensity,
      int steps,
      int accepted,
      double[] mean,
      double[][] scatter)
      implements TransitionKernel.State {}

  /**
   * Makes a kernel.
   *
   * @param scale rough width of the target in each direction, as steps are before anything is known
   * @throws IllegalArgumentException if a scale is not positive and finite
   */
  public AdaptiveMetropolis(LogDensity target, double[] scale) {
    this.target = target;
    this.scale = StepScales.checked(scale);
  }

  @Override
  public State init(double[] position) {
    int d = StepScales.sameLength(position, scale);
    double logDensity = LogDensity.atStart(target, position);
    return new State(position.clone(), logDensity, 0, 0, position.clone(), new double[d][d]);
  }

  @Override
  public State step(UniformRandomProvider rng, State state) {
    double[] proposed = propose(rng, state);
    double logDensity = target.at(proposed);
    boolean accepted =
        StrictMath.log(rng.nextDouble()) < logDensity - state.logDensity
            && Double.isFinite(logDensity);
    double[] position = accepted ? proposed : state.position;
    return learn(state, position, accepted ? logDensity : state.logDensity, accepted);
  }

  private double[] propose(UniformRandomProvider rng, State state) {
    int d = scale.length;
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    boolean fixed = rng.nextDouble() < FIXED_SHARE || state.steps < FIXED_STEPS_PER_DIMENSION * d;
    double[] z = new double[d];
    for (int j = 0; j < d; j++) {
      z[j] = normal.sample();
    }
    double[][] factor = fixed ? null : factor(state);
    double[] x = state.position.clone();
    for (int j = 0; j < d; j++) {
      if (factor == null) {
        x[j] += FIXED_STEP / Math.sqrt(d) * scale[j] * z[j];
      } else {
        for (int l = 0; l <= j; l++) {
          x[j] += OPTIMAL / Math.sqrt(d) * factor[j][l] * z[l];
        }
      }
    }
    return x;
  }

  /** Cholesky factor of the covariance so far; null where it has none. */
  private static double[][] factor(State state) {
    int d = state.position.length;
    double[][] factor = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int l = 0; l <= j; l++) {
        double sum = state.scatter[j][l] / state.steps;
        double whole = sum;
        for (int m = 0; m < l; m++) {
          sum -= factor[j][m] * factor[l][m];
        }
        if (l < j) {
          factor[j][l] = sum / factor[l][l];
        } else if (sum > 1e-12 * whole) {
          factor[j][j] = Math.sqrt(sum);
        } else {
          return null;
        }
      }
    }
    return factor;
  }

  private static State learn(State state, double[] position, double logDensity, boolean accepted) {
    int d = position.length;
    int steps = state.steps + 1;
    double[] mean = new double[d];
    double[][] scatter = new double[d][];
    for (int j = 0; j < d; j++) {
      double before = position[j] - state.mean[j];
      mean[j] = state.mean[j] + before / (steps + 1);
      scatter[j] = state.scatter[j].clone();
      for (int l = 0; l <= j; l++) {
        scatter[j][l] += before * (position[l] - mean[l]);
      }
    }
    return new State(
        position, logDensity, steps, state.accepted + (accepted ? 1 : 0), mean, scatter);
  }
}

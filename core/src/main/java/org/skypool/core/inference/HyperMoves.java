package org.skypool.core.inference;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.sampler.LogDensity;

/**
 * Metropolis moves of the hyperparameters while their target changes from iteration to iteration:
 * one coordinate after another, then all of them at once along the covariance of the chain's past.
 * Step sizes adapt on a log scale to acceptances of 0.44 and 0.234 (Andrieu &amp; Thoms 2008,
 * doi:10.1007/s11222-008-9110-y, algorithms 4 and 6): the width of the target given the individual
 * parameters is not that of the chain's past.
 */
final class HyperMoves {
  private static final double ONE = 0.44;
  private static final double SEVERAL = 0.234;
  private static final double FIRST_STEP = 0.5;
  private static final double GAIN = 3;
  private static final double DECAY = 0.6;
  private static final int JOINT_MOVES = 2;

  /**
   * What was learned.
   *
   * @param updates so far
   * @param logStep log step of every coordinate
   * @param logScale log factor on the covariance's square root
   * @param mean of the past
   * @param covariance of the past
   */
  record State(
      int updates, double[] logStep, double logScale, double[] mean, double[][] covariance) {

    static State first(double[] z) {
      int d = z.length;
      double[] logStep = new double[d];
      double[][] covariance = new double[d][d];
      for (int j = 0; j < d; j++) {
        logStep[j] = StrictMath.log(FIRST_STEP);
        covariance[j][j] = FIRST_STEP * FIRST_STEP;
      }
      return new State(0, logStep, 0, z.clone(), covariance);
    }
  }

  /** A place of a chain and what it learned on the way. */
  record Moved(double[] z, State state) {}

  private final UniformRandomProvider rng;
  private final ZigguratSampler.NormalizedGaussian normal;
  private final LogDensity target;
  private double[] z;
  private double logDensity;

  private HyperMoves(UniformRandomProvider rng, LogDensity target, double[] z) {
    this.rng = rng;
    this.normal = ZigguratSampler.NormalizedGaussian.of(rng);
    this.target = target;
    this.z = z;
    this.logDensity = target.at(z);
  }

  /** Weight of what is learned in update n, 1 first. */
  static double gain(int n) {
    return Math.min(1, GAIN * StrictMath.pow(n, -DECAY));
  }

  /** One update; {@code z} itself comes back where nothing was accepted. */
  static Moved move(
      UniformRandomProvider rng, LogDensity target, double[] z, State state, boolean adapting) {
    HyperMoves moves = new HyperMoves(rng, target, z);
    double gain = adapting ? gain(state.updates + 1) : 0;
    double[] logStep = state.logStep.clone();
    for (int j = 0; j < z.length; j++) {
      double[] proposed = moves.z.clone();
      proposed[j] += StrictMath.exp(logStep[j]) * moves.normal.sample();
      logStep[j] += gain * (moves.decide(proposed) - ONE);
    }
    double logScale = state.logScale;
    double[][] factor = z.length == 1 ? null : factor(state.covariance);
    for (int k = 0; k < JOINT_MOVES && factor != null; k++) {
      double acceptance = moves.decide(moves.along(factor, StrictMath.exp(logScale)));
      logScale += gain * (acceptance - SEVERAL);
    }
    State learned = adapting ? learn(state, moves.z, logStep, logScale) : state;
    return new Moved(moves.z, learned);
  }

  private double decide(double[] proposed) {
    double there = target.at(proposed);
    double acceptance = 0;
    if (Double.isFinite(there)) {
      acceptance = Math.min(1, StrictMath.exp(there - logDensity));
    }
    if (rng.nextDouble() < acceptance) {
      z = proposed;
      logDensity = there;
    }
    return acceptance;
  }

  private double[] along(double[][] factor, double scale) {
    double[] proposed = z.clone();
    for (int l = 0; l < z.length; l++) {
      double step = scale * normal.sample();
      for (int j = l; j < z.length; j++) {
        proposed[j] += factor[j][l] * step;
      }
    }
    return proposed;
  }

  private static State learn(State state, double[] z, double[] logStep, double logScale) {
    int updates = state.updates + 1;
    double weight = StrictMath.pow(updates + 1.0, -2.0 / 3);
    int d = z.length;
    double[] mean = new double[d];
    double[][] covariance = new double[d][d];
    for (int j = 0; j < d; j++) {
      mean[j] = state.mean[j] + weight * (z[j] - state.mean[j]);
      for (int l = 0; l < d; l++) {
        double product = (z[j] - state.mean[j]) * (z[l] - state.mean[l]);
        covariance[j][l] = (1 - weight) * (state.covariance[j][l] + weight * product);
      }
    }
    return new State(updates, logStep, logScale, mean, covariance);
  }

  /** Cholesky factor; null where there is none. */
  private static double[][] factor(double[][] covariance) {
    int d = covariance.length;
    double[][] factor = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int l = 0; l <= j; l++) {
        double sum = covariance[j][l];
        for (int m = 0; m < l; m++) {
          sum -= factor[j][m] * factor[l][m];
        }
        if (l < j) {
          factor[j][l] = sum / factor[l][l];
        } else if (sum > 1e-12 * covariance[j][j]) {
          factor[j][j] = Math.sqrt(sum);
        } else {
          return null;
        }
      }
    }
    return factor;
  }
}

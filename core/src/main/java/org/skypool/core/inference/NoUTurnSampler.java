package org.skypool.core.inference;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.math.LogSumExp;

/**
 * The No-U-Turn sampler with multinomial trajectories and dual averaging of the step size (Hoffman
 * and Gelman 2014, JMLR 15:1593; Betancourt 2017, arXiv:1701.02434).
 *
 * <p>The state is expected on a scale of about one in every direction: precondition the target.
 * {@link #step} is one transition of a chain; a trajectory whose energy error passes 1,000 is a
 * divergence.
 */
public final class NoUTurnSampler {

  /** A log density with its gradient. */
  @FunctionalInterface
  public interface Target {

    /** Log density at {@code x}; its gradient goes to {@code gradient}. */
    double logDensity(double[] x, double[] gradient);
  }

  /**
   * State of a chain.
   *
   * @param position where it is
   * @param logDensity there
   * @param gradient there
   */
  public record State(double[] position, double logDensity, double[] gradient) {}

  /**
   * What a transition did.
   *
   * @param state the new state
   * @param acceptance mean Metropolis acceptance over the trajectory
   * @param divergent whether the trajectory was cut by an energy error
   * @param leapfrogs gradient evaluations
   * @param energy kinetic energy minus log density, where it set out
   */
  public record Transition(
      State state, double acceptance, boolean divergent, int leapfrogs, double energy) {}

  private static final double DIVERGENCE = 1000;
  private static final int DEEPEST = 10;

  private final Target target;

  /** Makes a sampler. */
  public NoUTurnSampler(Target target) {
    this.target = target;
  }

  /** The first state of a chain. */
  public State init(double[] position) {
    double[] gradient = new double[position.length];
    double logDensity = target.logDensity(position, gradient);
    return new State(position.clone(), logDensity, gradient);
  }

  /** One transition. */
  public Transition step(UniformRandomProvider rng, State state, double stepSize) {
    double[] momentum = new double[state.position().length];
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    for (int d = 0; d < momentum.length; d++) {
      momentum[d] = normal.sample();
    }
    return new Trajectory(rng, state, momentum, stepSize).grow();
  }

  private record Phase(double[] x, double[] p, double logDensity, double[] gradient) {}

  private final class Trajectory {
    private final UniformRandomProvider rng;
    private final double stepSize;
    private final double energy;
    private Phase left;
    private Phase right;
    private Phase chosen;
    private double logSum;
    private double acceptance;
    private int leapfrogs;
    private boolean divergent;

    Trajectory(UniformRandomProvider rng, State start, double[] momentum, double stepSize) {
      this.rng = rng;
      this.stepSize = stepSize;
      Phase phase = new Phase(start.position(), momentum, start.logDensity(), start.gradient());
      this.left = phase;
      this.right = phase;
      this.chosen = phase;
      this.energy = hamiltonian(phase);
      this.logSum = 0;
    }

    Transition grow() {
      for (int depth = 0; depth < DEEPEST; depth++) {
        boolean forward = rng.nextBoolean();
        Subtree tree = build(forward ? right : left, depth, forward ? 1 : -1);
        if (forward) {
          right = tree.outer;
        } else {
          left = tree.outer;
        }
        if (!tree.whole) {
          break;
        }
        if (StrictMath.log(rng.nextDouble()) < tree.logSum - logSum) {
          chosen = tree.chosen;
        }
        logSum = LogSumExp.of(logSum, tree.logSum);
        if (turns(left, right)) {
          break;
        }
      }
      State next = new State(chosen.x, chosen.logDensity, chosen.gradient);
      return new Transition(
          next, acceptance / Math.max(leapfrogs, 1), divergent, leapfrogs, energy);
    }

    private Subtree build(Phase from, int depth, int direction) {
      if (depth == 0) {
        Phase phase = leapfrog(from, direction * stepSize);
        double error = energy - hamiltonian(phase);
        leapfrogs++;
        if (Double.isNaN(error) || error == Double.POSITIVE_INFINITY) {
          error = Double.NEGATIVE_INFINITY;
        }
        acceptance += Math.min(1, StrictMath.exp(error));
        boolean whole = error > -DIVERGENCE;
        divergent |= !whole;
        return new Subtree(phase, phase, phase, error, whole);
      }
      Subtree first = build(from, depth - 1, direction);
      if (!first.whole) {
        return first;
      }
      Subtree second = build(first.outer, depth - 1, direction);
      double sum = LogSumExp.of(first.logSum, second.logSum);
      Phase pick = first.chosen;
      if (second.whole && StrictMath.log(rng.nextDouble()) < second.logSum - sum) {
        pick = second.chosen;
      }
      boolean whole =
          second.whole
              && !(direction > 0
                  ? turns(first.inner, second.outer)
                  : turns(second.outer, first.inner));
      return new Subtree(first.inner, second.outer, pick, sum, whole);
    }

    private Phase leapfrog(Phase from, double step) {
      int n = from.x.length;
      double[] p = new double[n];
      double[] x = new double[n];
      for (int d = 0; d < n; d++) {
        p[d] = from.p[d] + step / 2 * from.gradient[d];
        x[d] = from.x[d] + step * p[d];
      }
      double[] gradient = new double[n];
      double logDensity = target.logDensity(x, gradient);
      for (int d = 0; d < n; d++) {
        p[d] += step / 2 * gradient[d];
      }
      return new Phase(x, p, logDensity, gradient);
    }
  }

  /** A part of a trajectory: its end next to the start, its far end, the point picked from it. */
  private record Subtree(Phase inner, Phase outer, Phase chosen, double logSum, boolean whole) {}

  private static double hamiltonian(Phase phase) {
    double kinetic = 0;
    for (double p : phase.p) {
      kinetic += p * p;
    }
    return kinetic / 2 - phase.logDensity;
  }

  private static boolean turns(Phase left, Phase right) {
    double forward = 0;
    double backward = 0;
    for (int d = 0; d < left.x.length; d++) {
      double span = right.x[d] - left.x[d];
      forward += span * right.p[d];
      backward += span * left.p[d];
    }
    return forward < 0 || backward < 0;
  }
}

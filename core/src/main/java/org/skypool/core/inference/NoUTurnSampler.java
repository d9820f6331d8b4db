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
 *
 * <p>Where a density has stiff places, such as those of a smooth field whose amplitude and lengths
 * are free, no one step size serves: a {@link #refining} sampler takes a step whose energy would
 * change by more than {@value #TOLERANCE} as 2, 4, ... shorter ones. That keeps the density if the
 * way back would be divided alike, which is checked at the far end; a trajectory ends where it
 * would not (Bou-Rabee, Carpenter, Kleppe and Liu 2025, arXiv:2506.18746, with the number of short
 * steps a function of the state). Step sizes are adapted to the errors of undivided steps.
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

  /** Largest change of the energy within a step of a refining sampler. */
  private static final double TOLERANCE = 1;

  private static final int MOST_HALVINGS = 7;

  private final Target target;
  private final double tolerance;
  private final int mostHalvings;

  /** Makes a sampler of steps of one size. */
  public NoUTurnSampler(Target target) {
    this(target, Double.POSITIVE_INFINITY, 0);
  }

  private NoUTurnSampler(Target target, double tolerance, int mostHalvings) {
    this.target = target;
    this.tolerance = tolerance;
    this.mostHalvings = mostHalvings;
  }

  /** A sampler that divides the steps it must. */
  public static NoUTurnSampler refining(Target target) {
    return new NoUTurnSampler(target, TOLERANCE, MOST_HALVINGS);
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
    private int steps;
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
      return new Transition(next, acceptance / Math.max(steps, 1), divergent, leapfrogs, energy);
    }

    private Subtree build(Phase from, int depth, int direction) {
      if (depth == 0) {
        Step step = step(from, direction * stepSize);
        steps++;
        double error = error(step.end);
        acceptance += Math.min(1, StrictMath.exp(step.undivided));
        boolean stable = step.isStable && error > -DIVERGENCE;
        divergent |= !stable;
        boolean whole = stable && step.isReversible;
        Phase phase = step.end;
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

    /** Energy lost since the start of the trajectory; what is not a number is infinitely wrong. */
    private double error(Phase phase) {
      double error = energy - hamiltonian(phase);
      return error < Double.POSITIVE_INFINITY ? error : Double.NEGATIVE_INFINITY;
    }

    private Step step(Phase from, double size) {
      Divided whole = divided(from, size, 0);
      Divided taken = whole;
      int halvings = 0;
      while (!taken.isStable && halvings < mostHalvings) {
        halvings++;
        taken = divided(from, size, halvings);
      }
      boolean reversible = taken.isStable && isReversible(taken.end, size, halvings);
      return new Step(taken.end, error(whole.end), taken.isStable, reversible);
    }

    /** Whether the way back would not be divided into fewer parts. */
    private boolean isReversible(Phase end, double size, int halvings) {
      for (int fewer = 0; fewer < halvings; fewer++) {
        if (divided(end, -size, fewer).isStable) {
          return false;
        }
      }
      return true;
    }

    private Divided divided(Phase from, double size, int halvings) {
      int parts = 1 << halvings;
      double lowest = hamiltonian(from);
      double highest = lowest;
      Phase end = from;
      for (int part = 0; part < parts; part++) {
        end = leapfrog(end, size / parts);
        double at = hamiltonian(end);
        lowest = Math.min(lowest, at);
        highest = Math.max(highest, at);
        if (!(highest - lowest <= tolerance)) {
          return new Divided(end, false);
        }
      }
      return new Divided(end, true);
    }

    private Phase leapfrog(Phase from, double step) {
      leapfrogs++;
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

  /** Where several short steps led, and whether the energy stayed within the tolerance. */
  private record Divided(Phase end, boolean isStable) {}

  /**
   * A step of a trajectory.
   *
   * @param undivided energy lost since the start of the trajectory by a step that is not divided
   */
  private record Step(Phase end, double undivided, boolean isStable, boolean isReversible) {}

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

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.random.Streams;

/**
 * Four chains of the No-U-Turn sampler on the hyperposterior, preconditioned by a normal
 * approximation and started apart from each other; they run on until every hyperparameter has
 * enough effective draws, or until they have used up their gradients: a hyperposterior that is
 * rough or has corners can make trajectories as long as they come. What they have by then is
 * returned, and its effective draws and R-hat tell.
 */
final class ChainSampling {
  private static final int CHAINS = 4;
  private static final int WARM_UP = 400;
  private static final int BLOCK = 500;
  private static final int MOST_DRAWS = 20_000;

  /** Most gradients of a chain's warm-up. */
  private static final int MOST_OF_WARM_UP = 10_000;

  /** Most gradients of a chain after it, per effective draw wanted of all, and at least. */
  private static final int MOST_PER_DRAW = 8;

  private static final int AT_LEAST = 10_000;
  private static final double WANTED_ACCEPTANCE = 0.85;
  private static final double DISPERSION = 2;

  /** A start without support is drawn again, closer to the centre. */
  private static final double CLOSER = 0.8;

  private static final double NEAREST = 1e-6;

  private final StandardDensity target;
  private final long seed;
  private final int wanted;
  private final SamplingGoal goal;
  private int divergences;

  ChainSampling(StandardDensity target, long seed, SamplingGoal goal) {
    this.target = target;
    this.seed = seed;
    this.goal = goal;
    this.wanted = goal.effective();
  }

  Hyperposterior sample(Laplace start) {
    double[] centre = start.centre();
    double[][] factor =
        new CholeskyDecomposition(new Array2DRowRealMatrix(start.covariance(), false), 1e-8, 0)
            .getL()
            .getData();
    NoUTurnSampler sampler =
        new NoUTurnSampler((x, gradient) -> whitened(centre, factor, x, gradient));
    List<Chain> chains = new ArrayList<>();
    for (int c = 0; c < CHAINS; c++) {
      chains.add(new Chain(sampler, new Streams(seed).stream("chain", "", 0, c), centre.length));
    }
    long budget = Math.max(AT_LEAST, (long) MOST_PER_DRAW * wanted);
    do {
      chains.forEach(chain -> chain.run(BLOCK, budget));
    } while (chains.stream().noneMatch(chain -> chain.spent(budget))
        && !enough(chains, centre.length));
    int shortest = chains.stream().mapToInt(chain -> chain.draws.size()).min().orElseThrow();
    chains.forEach(chain -> chain.draws.subList(shortest, chain.draws.size()).clear());
    divergences = chains.stream().mapToInt(chain -> chain.divergences).sum();
    return ChainSummary.of(
        target.prior(),
        unwhiten(chains, centre, factor),
        logDensities(chains),
        wanted,
        divergences,
        "nuts");
  }

  private double whitened(double[] centre, double[][] factor, double[] x, double[] gradient) {
    double[] z = place(centre, factor, x);
    Gradients at = target.gradients(new double[][] {z});
    for (int a = 0; a < x.length; a++) {
      gradient[a] = 0;
      for (int b = a; b < x.length; b++) {
        gradient[a] += factor[b][a] * at.gradients()[0][b];
      }
    }
    return at.values()[0];
  }

  private static double[] place(double[] centre, double[][] factor, double[] x) {
    double[] z = centre.clone();
    for (int a = 0; a < z.length; a++) {
      for (int b = 0; b <= a; b++) {
        z[a] += factor[a][b] * x[b];
      }
    }
    return z;
  }

  private boolean enough(List<Chain> chains, int dimension) {
    int n = chains.get(0).draws.size();
    if (n >= MOST_DRAWS) {
      return true;
    }
    double effective = Double.POSITIVE_INFINITY;
    for (int d = 0; d < dimension; d++) {
      int component = d;
      double[][] values =
          chains.stream()
              .map(
                  chain -> chain.draws.stream().mapToDouble(s -> s.position()[component]).toArray())
              .toArray(double[][]::new);
      effective = Math.min(effective, EffectiveSampleSize.bulk(values));
    }
    goal.has(effective);
    return effective >= wanted;
  }

  private static double[][][] unwhiten(List<Chain> chains, double[] centre, double[][] factor) {
    return chains.stream()
        .map(
            chain ->
                chain.draws.stream()
                    .map(state -> place(centre, factor, state.position()))
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  private static double[][] logDensities(List<Chain> chains) {
    return chains.stream()
        .map(chain -> chain.draws.stream().mapToDouble(NoUTurnSampler.State::logDensity).toArray())
        .toArray(double[][]::new);
  }

  private static final class Chain {
    private final NoUTurnSampler sampler;
    private final UniformRandomProvider rng;
    private final List<NoUTurnSampler.State> draws = new ArrayList<>();
    private NoUTurnSampler.State state;
    private double stepSize;
    private int divergences;
    private long gradients;

    Chain(NoUTurnSampler sampler, UniformRandomProvider rng, int dimension) {
      this.sampler = sampler;
      this.rng = rng;
      double[] first = new double[dimension];
      ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
      double dispersion = DISPERSION;
      do {
        double spread = dispersion;
        Arrays.setAll(first, d -> spread * normal.sample());
        state = sampler.init(first);
        dispersion *= CLOSER;
      } while (!(state.logDensity() > Double.NEGATIVE_INFINITY) && dispersion > NEAREST);
      StepSizeAdaptation adaptation =
          new StepSizeAdaptation(0.5 / Math.sqrt(Math.sqrt(dimension)), WANTED_ACCEPTANCE);
      for (int i = 0; i < WARM_UP && !spent(MOST_OF_WARM_UP); i++) {
        NoUTurnSampler.Transition move = sampler.step(rng, state, adaptation.exploring());
        gradients += move.leapfrogs();
        adaptation.learn(move.acceptance());
        state = move.state();
      }
      stepSize = adaptation.settled();
      gradients = 0;
    }

    boolean spent(long budget) {
      return gradients >= budget;
    }

    void run(int count, long budget) {
      for (int i = 0; i < count && !spent(budget); i++) {
        NoUTurnSampler.Transition move = sampler.step(rng, state, stepSize);
        gradients += move.leapfrogs();
        state = move.state();
        divergences += move.divergent() ? 1 : 0;
        draws.add(state);
      }
    }
  }
}

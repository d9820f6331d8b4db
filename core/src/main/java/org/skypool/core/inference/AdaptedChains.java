package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.diagnostics.SplitRhat;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.random.Streams;

/**
 * Four chains of the No-U-Turn sampler on a hyperposterior of many dimensions, which learn their
 * metric while they warm up ({@link ChainGroup}): the normal approximation at the mode, which
 * serves a few well determined hyperparameters, is far from the shape of a smooth field with its
 * amplitude and lengths.
 *
 * <p>They run until every hyperparameter has enough effective draws and an R-hat of at most 1.01,
 * or have used up their gradients; what they have by then is returned, and its effective draws and
 * R-hat tell. The same bits for any number of threads.
 */
final class AdaptedChains {
  private static final int CHAINS = 4;
  private static final int MOST_DRAWS = 20_000;

  /** Most gradients of all chains after the warm-up, per effective draw wanted. */
  private static final long MOST_PER_DRAW = 1_000;

  /** Split R-hat of chains that agree. */
  private static final double AGREEMENT = 1.01;

  /** A start without support is drawn again, closer to the centre. */
  private static final double CLOSER = 0.8;

  private static final double NEAREST = 1e-6;

  private final StandardDensity target;
  private final long seed;
  private final SamplingGoal goal;
  private boolean asked;

  AdaptedChains(StandardDensity target, long seed, SamplingGoal goal) {
    this.target = target;
    this.seed = seed;
    this.goal = goal;
  }

  Hyperposterior sample(Laplace start) {
    Metric metric = Metric.of(start.covariance(), start.centre().length, true);
    List<AdaptiveChain> chains = new ArrayList<>();
    for (int c = 0; c < CHAINS; c++) {
      UniformRandomProvider rng = new Streams(seed).stream("chain", "", 0, c);
      JointStarts.Start first = new JointStarts.Start(position(rng, start, metric), metric);
      chains.add(
          new AdaptiveChain(
              this::logDensity,
              NoUTurnSampler::refining,
              rng,
              first,
              AdaptiveChain.CAREFUL_ACCEPTANCE));
    }
    int threads = Math.min(CHAINS, Runtime.getRuntime().availableProcessors());
    new ChainGroup(chains, threads, transitions -> {})
        .sample(MOST_DRAWS, MOST_PER_DRAW * goal.effective(), this::isOver);
    return summary(chains);
  }

  private double[] position(UniformRandomProvider rng, Laplace start, Metric metric) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] y = new double[start.centre().length];
    double[] z = new double[y.length];
    double spread = 1;
    do {
      double now = spread;
      Arrays.setAll(y, d -> now * normal.sample());
      double[] away = metric.place(y);
      Arrays.setAll(z, d -> start.centre()[d] + away[d]);
      spread *= CLOSER;
    } while (!(target.values(new double[][] {z})[0] > Double.NEGATIVE_INFINITY)
        && spread > NEAREST);
    return z;
  }

  private double logDensity(double[] z, double[] gradient) {
    Gradients at = target.gradients(new double[][] {z});
    System.arraycopy(at.gradients()[0], 0, gradient, 0, gradient.length);
    return at.values()[0];
  }

  private boolean isOver(List<AdaptiveChain> chains) {
    double effective = Double.POSITIVE_INFINITY;
    double rhat = 1;
    int dimension = chains.get(0).draws().get(0).length;
    for (int d = 0; d < dimension; d++) {
      double[][] values = component(chains, d);
      effective = Math.min(effective, EffectiveSampleSize.bulk(values));
      rhat = Math.max(rhat, SplitRhat.of(values));
    }
    goal.has(effective);
    if (effective >= goal.effective() && rhat <= AGREEMENT) {
      return true;
    }
    if (!asked && effective >= goal.aimingDraws()) {
      asked = true;
      return goal.onlyAims(summary(chains));
    }
    return false;
  }

  private static double[][] component(List<AdaptiveChain> chains, int d) {
    return chains.stream()
        .map(chain -> chain.draws().stream().mapToDouble(z -> z[d]).toArray())
        .toArray(double[][]::new);
  }

  private Hyperposterior summary(List<AdaptiveChain> chains) {
    double[][][] z =
        chains.stream()
            .map(chain -> chain.draws().toArray(double[][]::new))
            .toArray(double[][][]::new);
    double[][] logDensities = Arrays.stream(z).map(target::values).toArray(double[][]::new);
    int divergences = chains.stream().mapToInt(AdaptiveChain::divergences).sum();
    return ChainSummary.of(target.prior(), z, logDensities, goal.effective(), divergences, "nuts");
  }
}

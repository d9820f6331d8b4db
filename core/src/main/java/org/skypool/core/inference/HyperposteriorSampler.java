package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import org.skypool.core.random.Streams;

/**
 * Samples a hyperposterior: importance sampling around the mode where its weights can be trusted,
 * the No-U-Turn sampler where they cannot, or where there are too many hyperparameters for that.
 */
public final class HyperposteriorSampler {
  /**
   * Hyperparameters from which on importance weights are not tried: the covariance of a proposal,
   * 500 numbers by then, would have to be learned from few effective points.
   */
  private static final int MOST_DIMENSIONS = 30;

  private final StandardDensity target;
  private final long seed;
  private final SamplingGoal goal;

  /** Makes a sampler; it returns as many rows as the goal wants effective draws. */
  public HyperposteriorSampler(StandardDensity target, long seed, SamplingGoal goal) {
    this.target = target;
    this.seed = seed;
    this.goal = goal;
  }

  /**
   * A hyperposterior, with the weighted points it was summed up from.
   *
   * @param points of importance sampling; empty where chains ran
   */
  record Sampled(Hyperposterior posterior, Optional<WeightedPoints> points) {}

  /** Whether importance sampling is tried with so many hyperparameters. */
  static boolean triesValues(int dimension) {
    return dimension <= MOST_DIMENSIONS;
  }

  /** Samples from normal approximations of its modes on, the greatest of them first. */
  Sampled sample(List<Laplace> modes) {
    Laplace greatest = modes.get(0);
    if (!triesValues(greatest.centre().length)) {
      return sampleByChains(greatest);
    }
    return sampleByValues(modes)
        .orElseGet(
            () ->
                new Sampled(
                    new ChainSampling(target, seed, goal).sample(greatest), Optional.empty()));
  }

  /** Chains that learn their metric, whatever the number of hyperparameters. */
  Sampled sampleByChains(Laplace start) {
    return new Sampled(new AdaptedChains(target, seed, goal).sample(start), Optional.empty());
  }

  /** Importance sampling alone, which needs no gradients; empty where its weights fail. */
  Optional<Sampled> sampleByValues(List<Laplace> modes) {
    AdaptiveImportanceSampler sampler =
        new AdaptiveImportanceSampler(target, seed, modes, goal::has);
    return sampler
        .locate(goal.aimingDraws())
        .map(points -> sampled(points, goal.aimingDraws()))
        .filter(found -> goal.onlyAims(found.posterior()))
        .or(() -> sampler.sample(goal.effective()).map(p -> sampled(p, goal.effective())));
  }

  private Sampled sampled(WeightedPoints points, int rows) {
    return new Sampled(
        ImportanceSummary.of(
            target.prior(), points, rows, new Streams(seed).stream("resampling", "", 0, 0)),
        Optional.of(points));
  }
}

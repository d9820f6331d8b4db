package org.skypool.core.inference;

import java.util.Optional;
import org.skypool.core.random.Streams;

/**
 * Samples a hyperposterior: importance sampling around the mode where its weights can be trusted,
 * the No-U-Turn sampler where they cannot.
 */
public final class HyperposteriorSampler {
  private final HyperposteriorTarget target;
  private final long seed;
  private final SamplingGoal goal;

  /** Makes a sampler; it returns as many rows as the goal wants effective draws. */
  public HyperposteriorSampler(HyperposteriorTarget target, long seed, SamplingGoal goal) {
    this.target = target;
    this.seed = seed;
    this.goal = goal;
  }

  /** Samples from a normal approximation on. */
  public Hyperposterior sample(Laplace start) {
    return sampleByValues(start)
        .orElseGet(() -> new ChainSampling(target, seed, goal.effective()).sample(start));
  }

  /** Importance sampling alone, which needs no gradients; empty where its weights fail. */
  Optional<Hyperposterior> sampleByValues(Laplace start) {
    AdaptiveImportanceSampler sampler = new AdaptiveImportanceSampler(target, seed, start);
    return sampler
        .locate(goal.aimingDraws())
        .map(points -> summary(points, goal.aimingDraws()))
        .filter(goal::onlyAims)
        .or(() -> sampler.sample(goal.effective()).map(p -> summary(p, goal.effective())));
  }

  private Hyperposterior summary(WeightedPoints points, int rows) {
    return ImportanceSummary.of(
        target.prior(), points, rows, new Streams(seed).stream("resampling", "", 0, 0));
  }
}

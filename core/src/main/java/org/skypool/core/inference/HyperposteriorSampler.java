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
  private final int draws;

  /**
   * Makes a sampler.
   *
   * @param draws effective draws to reach, and rows to return
   */
  public HyperposteriorSampler(HyperposteriorTarget target, long seed, int draws) {
    this.target = target;
    this.seed = seed;
    this.draws = draws;
  }

  /** Samples from a normal approximation on. */
  public Hyperposterior sample(Laplace start) {
    Optional<WeightedPoints> weighted =
        new AdaptiveImportanceSampler(target, seed, draws).sample(start);
    if (weighted.isPresent()) {
      return ImportanceSummary.of(
          target.prior(), weighted.get(), draws, new Streams(seed).stream("resampling", "", 0, 0));
    }
    return new ChainSampling(target, seed, draws).sample(start);
  }
}

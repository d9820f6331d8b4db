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
    return sampleByValues(start)
        .orElseGet(() -> new ChainSampling(target, seed, draws).sample(start));
  }

  /** Importance sampling alone, which needs no gradients; empty where its weights fail. */
  Optional<Hyperposterior> sampleByValues(Laplace start) {
    return new AdaptiveImportanceSampler(target, seed, draws)
        .sample(start)
        .map(
            weighted ->
                ImportanceSummary.of(
                    target.prior(),
                    weighted,
                    draws,
                    new Streams(seed).stream("resampling", "", 0, 0)));
  }
}

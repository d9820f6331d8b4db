package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainSamplingTest extends HyperposteriorSamplingContract {

  @Override
  Hyperposterior sample(HyperposteriorTarget target, Laplace start, long seed) {
    return new ChainSampling(target, seed, WANTED).sample(start);
  }

  @Override
  String sampler() {
    return "nuts";
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void chainsAgree(KnownPosterior known) {
    Hyperposterior posterior = sample(known, 1);
    for (Hyperposterior.Summary summary : posterior.summaries()) {
      assertTrue(summary.rhat() < 1.01, known + ": " + summary);
    }
    assertEquals(Double.NaN, posterior.khat());
  }
}

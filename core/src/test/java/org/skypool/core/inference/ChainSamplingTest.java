package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skypool.core.density.Normal;
import org.skypool.core.population.Hyperprior;

class ChainSamplingTest extends HyperposteriorSamplingContract {

  @Override
  Hyperposterior sample(HyperposteriorTarget target, Laplace start, long seed) {
    return new ChainSampling(target, seed, SamplingGoal.answer(WANTED)).sample(start);
  }

  @Override
  String sampler() {
    return "nuts";
  }

  /**
   * Ripples far smaller than the posterior: trajectories as long as they come, and not for ever.
   */
  @Test
  void stopsWhereGradientsRunOut() {
    KnownPosterior rough =
        new KnownPosterior(
            "rough",
            Hyperprior.of(
                List.of(new Hyperprior.Factor("a", new Normal(), new double[] {0, 1})),
                Optional.empty()),
            (phi, gradient) -> {
              gradient[0] = -20_000 * Math.sin(1000 * phi[0]);
              return 20 * Math.cos(1000 * phi[0]);
            },
            List.of());
    HyperposteriorTarget target = rough.target();
    Hyperposterior posterior =
        new ChainSampling(target, 1, SamplingGoal.answer(WANTED))
            .sample(new Laplace(new double[1], new double[][] {{1}}));
    assertTrue(target.evaluations() < 4 * 2L * (8 * WANTED + 2000), "" + target.evaluations());
    Hyperposterior.Summary summary = posterior.summaries().get(0);
    assertTrue(summary.rhat() > 1.01 && summary.essBulk() < WANTED, summary.toString());
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

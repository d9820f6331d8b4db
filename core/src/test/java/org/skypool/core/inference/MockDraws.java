package org.skypool.core.inference;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Random values and draws of mock objects. */
final class MockDraws {
  private MockDraws() {}

  /** A standard normal deviate. */
  static double normal(UniformRandomProvider rng) {
    return ZigguratSampler.NormalizedGaussian.of(rng).sample();
  }

  /** A gamma deviate of rate 1. */
  static double gamma(UniformRandomProvider rng, double shape) {
    return AhrensDieterMarsagliaTsangGammaSampler.of(rng, shape, 1).sample();
  }

  /** Draws about a value measured with a normal error, the interim prior flat. */
  static void measure(UniformRandomProvider rng, double truth, double error, double[] out) {
    double value = truth + error * normal(rng);
    for (int k = 0; k < out.length; k++) {
      out[k] = value + error * normal(rng);
    }
  }
}

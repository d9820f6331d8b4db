package org.skypool.core.diagnostics;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.random.Streams;

/** Chains with known properties. */
final class TestChains {

  private TestChains() {}

  static UniformRandomProvider rng(int replicate) {
    return new Streams(20210601).stream("diagnostics test", "", 0, replicate);
  }

  /**
   * Stationary AR(1) chains with unit variance: {@code ESS of the mean = S (1 - phi) / (1 + phi)}.
   */
  static double[][] autoregressive(int chains, int draws, double phi, int replicate) {
    var normal = ZigguratSampler.NormalizedGaussian.of(rng(replicate));
    double[][] x = new double[chains][draws];
    for (double[] chain : x) {
      chain[0] = normal.sample();
      for (int i = 1; i < draws; i++) {
        chain[i] = phi * chain[i - 1] + Math.sqrt(1 - phi * phi) * normal.sample();
      }
    }
    return x;
  }

  static double[][] independent(int chains, int draws, int replicate) {
    return autoregressive(chains, draws, 0, replicate);
  }
}

package org.skypool.jobs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class CompiledReferenceTest {
  private static final double LN10 = Math.log(10);

  /**
   * Both sum the same, but for the normalisation of the density, which C leaves out: it depends on
   * the hyperparameters alone and follows from a single draw.
   */
  @Test
  void doesTheSameWork() throws Exception {
    SchechterDraws draws = SchechterDraws.of(40, 16);
    double[] own = draws.sums();
    double[] norm = new SchechterDraws(1, 1, new double[] {10}, new double[1]).sums();
    double[] phi = SchechterDraws.vectors()[0];
    double u = LN10 * (10 - phi[1]);
    norm[0] -= (phi[0] + 1) * u - Math.exp(u);
    norm[1] -= u;
    norm[2] -= LN10 * (Math.exp(u) - phi[0] - 1);
    try (CompiledReference reference = CompiledReference.compile()) {
      assumeTrue(reference.isThere(), "needs gcc with libmvec");
      KernelTimes c = reference.run(draws, 1).orElseThrow();
      for (int j = 0; j < own.length; j++) {
        assertEquals(own[j] - 40 * norm[j], c.sums()[j], 1e-9 * Math.abs(own[j]));
      }
      assertTrue(c.value() > 0 && c.gradient() > c.value() / 2);
    }
  }
}

package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalQuantileTest {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static double[] quantiles(double... u) {
    double[] out = new double[u.length];
    NormalQuantile.of(u, 0, u.length, out);
    return out;
  }

  /** Probabilities of every branch: the middle, its edges, the near tail and the far one. */
  private static double[] probabilities() {
    return DoubleStream.concat(
            IntStream.range(1, 4000).mapToDouble(i -> i / 4000.0),
            IntStream.range(1, 300).mapToDouble(i -> Math.pow(10, -i)))
        .toArray();
  }

  /**
   * PPND16 states about 1e-16 relative; its sums of eight terms, the logarithm and the square root
   * round to some ten times that.
   */
  @Test
  void theDistributionFunctionTakesItBack() {
    double[] u = probabilities();
    double[] z = quantiles(u);
    for (int i = 0; i < u.length; i++) {
      double density = NORMAL.density(z[i]);
      double back = z[i] < 0 ? NORMAL.cumulativeProbability(z[i]) : 0;
      if (z[i] < 0 && density > 0) {
        double error = (back - u[i]) / density / Math.max(1, Math.abs(z[i]));
        assertEquals(0, error, 4e-15, "u = " + u[i]);
      }
      double library = NORMAL.inverseCumulativeProbability(u[i]);
      assertEquals(library, z[i], 4e-15 * Math.max(1, Math.abs(library)), "u = " + u[i]);
    }
  }

  @Test
  void edges() {
    double[] z = quantiles(0, 1, 0.5, -0.1, 1.1, Double.NaN, 0.075, 0.925);
    assertEquals(Double.NEGATIVE_INFINITY, z[0]);
    assertEquals(Double.POSITIVE_INFINITY, z[1]);
    assertEquals(0, z[2]);
    assertTrue(Double.isNaN(z[3]) && Double.isNaN(z[4]) && Double.isNaN(z[5]));
    assertEquals(-z[6], z[7], 1e-15);
    double[] own = {0.3};
    assertThrows(IllegalArgumentException.class, () -> NormalQuantile.of(own, 0, 1, own));
  }
}

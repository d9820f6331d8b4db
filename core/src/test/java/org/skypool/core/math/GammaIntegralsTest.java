package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.junit.jupiter.api.Test;

/** Many incomplete gamma functions at once, against one by one with adaptive panels. */
class GammaIntegralsTest {
  private static final int N = 3000;
  private static final double RELATIVE = 8e-15;

  private final double[] shape = new double[N];
  private final double[] low = new double[N];
  private final double[] high = new double[N];

  /** Shapes and lower ends of the usual size and far from it, some intervals short. */
  GammaIntegralsTest() {
    UniformRandomProvider rng = new SplitMix64(1);
    double[] widths = {1, 5, 150};
    for (int i = 0; i < N; i++) {
      shape[i] = widths[i % 3] * (2 * rng.nextDouble() - 0.6);
      low[i] = StrictMath.pow(10, 12 * rng.nextDouble() - 9.5);
      boolean cut = rng.nextInt(3) == 0;
      high[i] = cut ? low[i] * (1 + 10 * rng.nextDouble()) : Double.POSITIVE_INFINITY;
      if (shape[i] > 0 && rng.nextInt(8) == 0) {
        low[i] = 0;
      }
    }
  }

  @Test
  void agreesWithAdaptivePanels() {
    double[] values = new double[N];
    double[] means = new double[N];
    GammaIntegrals.logValues(shape, low, high, 0, N, values);
    GammaIntegrals.meanLogs(shape, low, high, 0, N, means);
    for (int i = 0; i < N; i++) {
      String what = shape[i] + " " + low[i] + " " + high[i];
      GammaInterval one = GammaInterval.of(shape[i], low[i], high[i]);
      double size = Math.max(Math.abs(one.logValue()), Math.max(low[i], Math.abs(shape[i])));
      assertEquals(one.logValue(), values[i], RELATIVE * Math.max(1, size), what);
      double mean = one.meanLog();
      assertEquals(mean, means[i], RELATIVE * Math.max(1, Math.abs(mean)), what);
    }
  }

  @Test
  void bitsDependOnAnElementsOwnArgumentsOnly() {
    double[] together = new double[N];
    GammaIntegrals.meanLogs(shape, low, high, 0, N, together);
    for (int from : new int[] {0, 5, 17}) {
      for (int length : new int[] {1, 3, 16, 40}) {
        double[] apart = new double[N];
        GammaIntegrals.meanLogs(shape, low, high, from, from + length, apart);
        assertEquals(
            Arrays.toString(Arrays.copyOfRange(together, from, from + length)),
            Arrays.toString(Arrays.copyOfRange(apart, from, from + length)));
      }
    }
  }

  /** Elements without an integral do not disturb their neighbours. */
  @Test
  void emptyAndInvalidIntervals() {
    double[] s = {2, -1, Double.NaN, 2, 0.5};
    double[] from = {3, 0, 1, 1, 1};
    double[] to = {3, 1, 2, Double.NaN, 2};
    double[] out = new double[5];
    GammaIntegrals.logValues(s, from, to, 0, 5, out);
    assertEquals(Double.NEGATIVE_INFINITY, out[0]);
    assertEquals(Double.NaN, out[1]);
    assertEquals(Double.NaN, out[2]);
    assertEquals(Double.NaN, out[3]);
    assertEquals(GammaInterval.of(0.5, 1, 2).logValue(), out[4], 1e-14);
  }
}

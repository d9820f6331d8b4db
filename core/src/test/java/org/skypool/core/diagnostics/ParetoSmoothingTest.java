package org.skypool.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoSmoothingTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Weights with P(W > w) = (1 + k w)^(-1/k). */
  private static double[] paretoLogWeights(int n, double k, int replicate) {
    UniformRandomProvider rng = TestChains.rng(replicate);
    double[] logWeights = new double[n];
    for (int i = 0; i < n; i++) {
      logWeights[i] = Math.log(Math.expm1(-k * Math.log1p(-rng.nextDouble())) / k);
    }
    return logWeights;
  }

  /**
   * Above any threshold such weights keep their shape. The tail has 600 of 40,000; the prior draws
   * k towards 1/2 by 10 / 610 of the distance. The mean of 50 fits must agree within 4 of its
   * errors.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-0.3, 0.2, 0.5, 0.9, 1.3})
  void knownShapesAreRecovered(double k) {
    double[] fitted = new double[50];
    for (int r = 0; r < fitted.length; r++) {
      ParetoSmoothing smoothed = ParetoSmoothing.of(paretoLogWeights(40_000, k, r));
      assertEquals(600, smoothed.tailLength());
      fitted[r] = smoothed.khat();
    }
    double expected = (600 * k + 10 * 0.5) / 610;
    double error = Math.sqrt(Chains.variance(fitted) / fitted.length);
    assertEquals(expected, Chains.mean(fitted), 4 * error + 0.005);
    assertTrue(error < 0.02);
  }

  /**
   * Mean of x^2 under a normal law from draws of a wider one: smoothing must not spoil a good case.
   */
  @Test
  void smoothedWeightsIntegrate() {
    int n = 20_000;
    double[][] z = TestChains.independent(1, n, 9);
    double[] logWeights = Arrays.stream(z[0]).map(x -> -0.5 * (4 - 1) * x * x / 2 + 300).toArray();
    ParetoSmoothing smoothed = ParetoSmoothing.of(logWeights);
    double sum = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double w = Math.exp(smoothed.logWeights()[i]);
      sum += w;
      square += w * z[0][i] * z[0][i];
    }
    assertEquals(1, sum, 1e-12);
    double precision = 1 + 1.5;
    double standardError = Math.sqrt(2) / precision / Math.sqrt(smoothed.effectiveSampleSize());
    assertEquals(1 / precision, square, 4 * standardError);
    assertTrue(smoothed.khat() < 0.3, "k-hat " + smoothed.khat());
  }

  @Test
  void smoothingKeepsTheOrderAndNeverRaisesTheLargestWeight() {
    double[] raw = paretoLogWeights(2000, 0.9, 3);
    ParetoSmoothing smoothed = ParetoSmoothing.of(raw);
    int[] before = Ascending.order(raw);
    for (int i = 1; i < 2000; i++) {
      assertTrue(smoothed.logWeights()[before[i]] >= smoothed.logWeights()[before[i - 1]] - 1e-12);
    }
    double offset = smoothed.logWeights()[before[0]] - raw[before[0]];
    assertEquals(offset, smoothed.logWeights()[before[1000]] - raw[before[1000]], 1e-12);
    assertTrue(smoothed.logWeights()[before[1999]] <= raw[before[1999]] + offset + 1e-12);
    double[] shifted = Arrays.stream(raw).map(w -> w - 1000).toArray();
    assertEquals(smoothed.khat(), ParetoSmoothing.of(shifted).khat(), 1e-9);
  }

  /** A proposal close to the target: the shape may be anything, the share of the tail is small. */
  @Test
  void nearlyConstantWeightsAreRecognised() {
    double[] raw = paretoLogWeights(2000, 1.2, 4);
    double[] flat = Arrays.stream(raw).map(w -> Math.log1p(1e-6 * Math.exp(w))).toArray();
    ParetoSmoothing smoothed = ParetoSmoothing.of(flat);
    assertTrue(smoothed.khat() > 0.7, "k-hat " + smoothed.khat());
    assertTrue(smoothed.tailShare() < 1e-3 && smoothed.tailShare() > 0);
    assertTrue(smoothed.effectiveSampleSize() > 1990);
    assertTrue(ParetoSmoothing.of(raw).tailShare() > 0.3);
  }

  @Test
  void relativeEfficiencyLengthensTheTail() {
    double[] raw = paretoLogWeights(10_000, 0.4, 5);
    assertEquals(300, ParetoSmoothing.of(raw).tailLength());
    assertEquals(600, ParetoSmoothing.of(raw, 0.25).tailLength());
    assertThrows(IllegalArgumentException.class, () -> ParetoSmoothing.of(raw, 0));
    assertThrows(IllegalArgumentException.class, () -> ParetoSmoothing.of(raw, Double.NaN));
  }

  @Test
  void degenerateInput() {
    double[] equal = new double[100];
    assertEquals(-INFINITY, ParetoSmoothing.of(equal).khat());
    assertEquals(-Math.log(100), ParetoSmoothing.of(equal).logWeights()[7], 1e-14);
    double[] few = {0, -1, -2, -3, -4};
    assertEquals(Double.NaN, ParetoSmoothing.of(few).khat());
    assertEquals(
        1, Arrays.stream(ParetoSmoothing.of(few).logWeights()).map(Math::exp).sum(), 1e-14);
    double[] one = new double[100];
    Arrays.fill(one, -INFINITY);
    assertEquals(Double.NaN, ParetoSmoothing.of(one).khat());
    assertEquals(Double.NaN, ParetoSmoothing.of(one).logWeights()[0]);
    one[3] = -20;
    assertEquals(0, ParetoSmoothing.of(one).logWeights()[3]);
    assertEquals(-INFINITY, ParetoSmoothing.of(one).logWeights()[4]);
    for (double bad : new double[] {Double.NaN, INFINITY}) {
      double[] raw = paretoLogWeights(100, 0.3, 6);
      raw[50] = bad;
      assertEquals(Double.NaN, ParetoSmoothing.of(raw).khat());
      assertEquals(Double.NaN, ParetoSmoothing.of(raw).logWeights()[0]);
    }
    assertEquals(0, ParetoSmoothing.of(new double[0]).logWeights().length);
  }

  @Test
  void zeroWeightsStayZero() {
    double[] raw = paretoLogWeights(1000, 0.3, 7);
    for (int i = 0; i < 900; i++) {
      raw[i] = -INFINITY;
    }
    ParetoSmoothing smoothed = ParetoSmoothing.of(raw);
    assertEquals(-INFINITY, smoothed.logWeights()[0]);
    assertTrue(Double.isFinite(smoothed.khat()) && smoothed.tailLength() < 100);
  }
}

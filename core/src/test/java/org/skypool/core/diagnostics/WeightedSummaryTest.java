package org.skypool.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.junit.jupiter.api.Test;

class WeightedSummaryTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void equalWeightsGiveTypeFive() {
    double[] x = TestChains.independent(1, 101, 1)[0];
    WeightedSummary summary = WeightedSummary.ofEqualWeights(x);
    Percentile reference = new Percentile().withEstimationType(Percentile.EstimationType.R_5);
    for (double p : new double[] {0.001, 0.05, 0.16, 0.5, 0.503, 0.84, 0.95, 0.999}) {
      assertEquals(reference.evaluate(x, 100 * p), summary.quantile(p), 1e-12);
    }
    assertEquals(Arrays.stream(x).average().orElseThrow(), summary.mean(), 1e-14);
    double variance = Chains.variance(x) * 100 / 101;
    assertEquals(Math.sqrt(variance), summary.sd(), 1e-14);
  }

  /** By hand: midpoints at 0.05, 0.35, 0.8 of the total 10. */
  @Test
  void smallCaseByHand() {
    WeightedSummary summary =
        WeightedSummary.of(new double[] {3, 1, 7, 2}, new double[] {4, 1, 0, 5});
    assertEquals(2.3, summary.mean(), 1e-15);
    assertEquals(Math.sqrt((1.69 + 5 * 0.09 + 4 * 0.49) / 10), summary.sd(), 1e-15);
    assertEquals(1, summary.quantile(0));
    assertEquals(1, summary.quantile(0.05), 1e-15);
    assertEquals(1.5, summary.quantile(0.2), 1e-15);
    assertEquals(2, summary.quantile(0.35), 1e-15);
    assertEquals(2.5, summary.quantile(0.575), 1e-15);
    assertEquals(3, summary.quantile(0.9));
    assertEquals(3, summary.quantile(1));
  }

  /** Draws of a wide normal law weighted to the standard one; 4 standard errors. */
  @Test
  void weightedDrawsEstimateTheTarget() {
    double[] z = TestChains.independent(1, 100_000, 2)[0];
    double[] x = Arrays.stream(z).map(v -> 2 * v).toArray();
    double[] logWeights = Arrays.stream(x).map(v -> -0.375 * v * v - 4000).toArray();
    WeightedSummary summary = WeightedSummary.ofLogWeights(x, logWeights);
    double ess = ImportanceWeights.effectiveSampleSize(logWeights);
    assertEquals(0, summary.mean(), 4 / Math.sqrt(ess));
    assertEquals(1, summary.sd(), 4 / Math.sqrt(2 * ess));
    double density = Math.exp(-0.5) / Math.sqrt(2 * Math.PI);
    double error = Math.sqrt(0.8413 * 0.1587 / ess) / density;
    assertEquals(1, summary.quantile(0.8413447460685429), 4 * error);
  }

  @Test
  void degenerateInput() {
    double[] x = {1, 2};
    double[][] unusable = {{0, 0}, {1, -1}, {1, Double.NaN}, {1, INFINITY}};
    for (double[] weights : unusable) {
      WeightedSummary summary = WeightedSummary.of(x, weights);
      assertEquals(Double.NaN, summary.mean());
      assertEquals(Double.NaN, summary.sd());
      assertEquals(Double.NaN, summary.quantile(0.5));
    }
    assertEquals(Double.NaN, WeightedSummary.ofEqualWeights(new double[0]).mean());
    double[] withNan = {1, Double.NaN};
    assertEquals(Double.NaN, WeightedSummary.ofEqualWeights(withNan).quantile(0.1));
    assertEquals(1, WeightedSummary.of(withNan, new double[] {3, 0}).quantile(0.9));
    double[] none = {-INFINITY, -INFINITY};
    assertEquals(Double.NaN, WeightedSummary.ofLogWeights(x, none).mean());
    WeightedSummary summary = WeightedSummary.ofEqualWeights(x);
    assertThrows(IllegalArgumentException.class, () -> summary.quantile(-0.1));
    assertThrows(IllegalArgumentException.class, () -> WeightedSummary.of(x, new double[1]));
  }

  @Test
  void importanceWeights() {
    double[] logWeights = {Math.log(1) + 900, Math.log(3) + 900, -INFINITY};
    assertArrayEquals(
        new double[] {0.25, 0.75, 0}, ImportanceWeights.normalized(logWeights), 1e-13);
    assertEquals(1.6, ImportanceWeights.effectiveSampleSize(logWeights), 1e-12);
    assertEquals(900 + Math.log(4.0 / 3), ImportanceWeights.logMean(logWeights), 1e-12);
    assertEquals(50, ImportanceWeights.effectiveSampleSize(new double[50]), 1e-12);
    double[] none = {-INFINITY};
    assertEquals(Double.NaN, ImportanceWeights.effectiveSampleSize(none));
    assertEquals(Double.NaN, ImportanceWeights.logMean(none));
    assertEquals(Double.NaN, ImportanceWeights.normalized(none)[0]);
    assertEquals(Double.NaN, ImportanceWeights.effectiveSampleSize(new double[0]));
    assertEquals(Double.NaN, ImportanceWeights.logMean(new double[] {0, INFINITY}));
  }

  @Test
  void orderIsStable() {
    double[] x = {2, 1, 2, 1, Double.NaN, -INFINITY, 1};
    assertArrayEquals(new int[] {5, 1, 3, 6, 0, 2, 4}, Ascending.order(x));
    double[] many = TestChains.independent(1, 1000, 4)[0];
    int[] order = Ascending.order(many);
    double[] sorted = many.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, Arrays.stream(order).mapToDouble(i -> many[i]).toArray());
  }
}

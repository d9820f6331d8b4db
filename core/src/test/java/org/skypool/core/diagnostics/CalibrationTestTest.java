package org.skypool.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.XoShiRo256PlusPlus;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

/** Rank tests: p-values known from tables, false-alarm rates and power at fixed seeds. */
class CalibrationTestTest {
  private static final int LARGEST = 399;

  private static UniformRandomProvider rng(long seed) {
    return new XoShiRo256PlusPlus(seed, 2, 3, 4);
  }

  private static int[] uniformRanks(UniformRandomProvider rng, int mocks) {
    int[] ranks = new int[mocks];
    for (int m = 0; m < mocks; m++) {
      ranks[m] = rng.nextInt(LARGEST + 1);
    }
    return ranks;
  }

  /** Ranks among draws of a normal posterior where the truth has another mean and width. */
  private static int[] normalRanks(UniformRandomProvider rng, int mocks, double mean, double sd) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    int[] ranks = new int[mocks];
    for (int m = 0; m < mocks; m++) {
      double[] draws = new double[LARGEST];
      java.util.Arrays.setAll(draws, k -> normal.sample());
      ranks[m] = RankStatistic.of(mean + sd * normal.sample(), draws, rng);
    }
    return ranks;
  }

  @Test
  void aRankCountsTheDrawsBelowAndSplitsTiesEvenly() {
    UniformRandomProvider rng = rng(1);
    assertEquals(0, RankStatistic.of(-1, new double[] {0, 1, 2}, rng));
    assertEquals(2, RankStatistic.of(1.5, new double[] {2, 0, 1}, rng));
    assertEquals(3, RankStatistic.of(Double.POSITIVE_INFINITY, new double[] {2, 0, 1}, rng));
    int[] seen = new int[4];
    for (int i = 0; i < 4000; i++) {
      seen[RankStatistic.of(1, new double[] {1, 1, 1}, rng)]++;
    }
    for (int count : seen) {
      assertEquals(1000, count, 4 * Math.sqrt(750), "four standard errors");
    }
    assertThrows(
        IllegalArgumentException.class, () -> RankStatistic.of(1, new double[] {Double.NaN}, rng));
  }

  @Test
  void thinningTakesOneRowOfEveryEqualStretch() {
    assertArrayEquals(new int[] {1, 4, 7}, RankStatistic.thinned(9, 3));
    assertArrayEquals(new int[] {0, 1, 2}, RankStatistic.thinned(3, 3));
    assertEquals(399, RankStatistic.thinned(4000, 399).length);
    assertThrows(IllegalArgumentException.class, () -> RankStatistic.thinned(2, 3));
  }

  /** Holm's adjustment worked out by hand. */
  @Test
  void holmAdjustsInAscendingOrder() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02},
        HolmCorrection.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}),
        1e-15);
    assertArrayEquals(new double[] {1, 1}, HolmCorrection.adjusted(new double[] {0.8, 0.9}), 0);
    assertThrows(
        IllegalArgumentException.class, () -> HolmCorrection.adjusted(new double[] {Double.NaN}));
  }

  /**
   * 19 degrees of freedom: the tabulated 5 % point is 30.1435. Counts of 10 +- d in equal numbers
   * of bins have a chi-square of 2 d^2.
   */
  @Test
  void theChiSquareHasItsTabulatedProbability() {
    List<Integer> ranks = new ArrayList<>();
    for (int b = 0; b < 20; b++) {
      int count = b % 2 == 0 ? 10 + (b < 6 ? 7 : 0) : 10 - (b < 6 ? 7 : 0);
      for (int k = 0; k < count; k++) {
        ranks.add(20 * b + k);
      }
    }
    int[] array = ranks.stream().mapToInt(Integer::intValue).toArray();
    RankUniformity tests = RankUniformity.of(array, LARGEST);
    assertEquals(200, tests.ranks());
    assertEquals(17, tests.histogram()[0]);
    assertEquals(6 * 49 / 10.0, tests.chiSquare(), 1e-12);
    // Survival of 29.4 with 19 degrees of freedom; the 5 % point is 30.1435, the 10 % point
    // 27.2036.
    assertTrue(tests.chiSquareP() > 0.05 && tests.chiSquareP() < 0.1, () -> "" + tests);
  }

  /** All ranks once: the mean is 0 and the histogram flat. */
  @Test
  void everyRankOnceIsAsUniformAsCanBe() {
    int[] all = java.util.stream.IntStream.rangeClosed(0, LARGEST).toArray();
    RankUniformity tests = RankUniformity.of(all, LARGEST);
    assertEquals(0, tests.chiSquare(), 0);
    assertEquals(1, tests.chiSquareP(), 0);
    assertEquals(0, tests.meanZ(), 1e-12);
    assertEquals(1, tests.meanP(), 1e-12);
    assertTrue(tests.varianceP() > 0.9);
  }

  /** A score of 1 everywhere: z of the mean is sqrt(n) over the sd of the scores. */
  @Test
  void theMeanIsTestedInItsStandardError() {
    int rank = 336;
    double[] scores = RankUniformity.normalScores(LARGEST);
    double sd = Math.sqrt(java.util.Arrays.stream(scores).map(s -> s * s).average().orElseThrow());
    assertEquals(1, scores[rank], 0.01);
    assertEquals(1, sd, 0.01);
    int[] ranks = new int[100];
    java.util.Arrays.setAll(ranks, m -> m % 2 == 0 ? rank : LARGEST / 2 + m % 2);
    double mean = (scores[rank] + scores[200]) / 2;
    assertEquals(10 * mean / sd, RankUniformity.of(ranks, LARGEST).meanZ(), 1e-12);
  }

  /** Each test at 5 %, and the smallest adjusted p-value at 5 %, within four standard errors. */
  @Test
  void falseAlarmsAreAsRareAsStated() {
    UniformRandomProvider rng = rng(5);
    int trials = 4000;
    int[] alarms = new int[4];
    int failures = 0;
    for (int t = 0; t < trials; t++) {
      CalibrationTest test =
          CalibrationTest.of(List.of(uniformRanks(rng, 200), uniformRanks(rng, 200)), LARGEST);
      RankUniformity one = test.ranks().get(0);
      alarms[0] += one.chiSquareP() < 0.05 ? 1 : 0;
      alarms[1] += one.meanP() < 0.05 ? 1 : 0;
      alarms[2] += one.varianceP() < 0.05 ? 1 : 0;
      alarms[3] += test.verdict() != CalibrationTest.Verdict.UNIFORM ? 1 : 0;
      failures += test.verdict() == CalibrationTest.Verdict.NOT_UNIFORM ? 1 : 0;
    }
    double error = 4 * Math.sqrt(0.05 * 0.95 * trials);
    for (int a = 0; a < 3; a++) {
      assertEquals(0.05 * trials, alarms[a], error, "test " + a);
    }
    assertTrue(alarms[3] <= 0.05 * trials + error, "suspects " + alarms[3]);
    assertTrue(failures <= 0.001 * trials + 4 * Math.sqrt(0.001 * trials), "fails " + failures);
  }

  /** The same of few mocks, where the histogram has fewer bins. */
  @Test
  void fewMocksGiveNoMoreFalseAlarms() {
    UniformRandomProvider rng = rng(6);
    int trials = 4000;
    int alarms = 0;
    for (int t = 0; t < trials; t++) {
      alarms +=
          CalibrationTest.of(List.of(uniformRanks(rng, 20)), LARGEST).smallest() < 0.05 ? 1 : 0;
    }
    assertTrue(alarms <= 0.05 * trials + 4 * Math.sqrt(0.05 * 0.95 * trials), "alarms " + alarms);
    assertEquals(4, RankUniformity.binsFor(20));
    assertEquals(20, RankUniformity.binsFor(100));
  }

  /**
   * 200 mocks see a shift of 0.3 posterior sd and a width wrong by 25 %, either way, 19 times out
   * of 20 or so: nine out of ten is asked, of 200 trials.
   */
  @Test
  void twoHundredMocksSeeAShiftAndAWrongWidth() {
    assertTrue(seen(rng(7), 0.3, 1) > 0.9);
    assertTrue(seen(rng(8), -0.3, 1) > 0.9);
    assertTrue(seen(rng(9), 0, 1.25) > 0.9);
    assertTrue(seen(rng(10), 0, 0.8) > 0.9);
    assertTrue(seen(rng(11), 0, 1) < 0.1);
  }

  private static double seen(UniformRandomProvider rng, double shift, double width) {
    int trials = 200;
    int seen = 0;
    for (int t = 0; t < trials; t++) {
      CalibrationTest test =
          CalibrationTest.of(List.of(normalRanks(rng, 200, shift, width)), LARGEST);
      seen += test.verdict() == CalibrationTest.Verdict.UNIFORM ? 0 : 1;
    }
    return seen / (double) trials;
  }

  @Test
  void theSignsSayWhichWay() {
    RankUniformity above = RankUniformity.of(normalRanks(rng(12), 400, 0.5, 1), LARGEST);
    assertTrue(above.meanZ() > 4, "truth above the posteriors");
    RankUniformity narrow = RankUniformity.of(normalRanks(rng(13), 400, 0, 1.5), LARGEST);
    assertTrue(narrow.varianceZ() > 4, "posteriors too narrow");
  }

  /** Uniform ranks stay inside both bands as often as the band says, within 4 standard errors. */
  @Test
  void bandsHoldAllCountsTogether() {
    RankBand histogram = RankBand.ofHistogram(200, 20, 0.95);
    RankBand distribution = RankBand.ofDistribution(200, 100, 0.95);
    assertTrue(histogram.coverage() >= 0.95 && histogram.coverage() < 0.98);
    assertTrue(distribution.coverage() >= 0.95 && distribution.coverage() < 0.98);
    UniformRandomProvider rng = rng(14);
    int trials = 20_000;
    int insideHistogram = 0;
    int insideDistribution = 0;
    for (int t = 0; t < trials; t++) {
      int[] ranks = uniformRanks(rng, 200);
      insideHistogram += inside(histogram, RankUniformity.histogram(ranks, LARGEST, 20)) ? 1 : 0;
      int[] counts = RankUniformity.histogram(ranks, LARGEST, 100);
      java.util.Arrays.parallelPrefix(counts, Integer::sum);
      insideDistribution += inside(distribution, counts) ? 1 : 0;
    }
    checkRate(trials, insideHistogram, histogram::coverage);
    checkRate(trials, insideDistribution, distribution::coverage);
  }

  private static void checkRate(
      int trials, int inside, java.util.function.DoubleSupplier expected) {
    double p = expected.getAsDouble();
    assertEquals(p * trials, inside, 4 * Math.sqrt(p * (1 - p) * trials));
  }

  private static boolean inside(RankBand band, int[] counts) {
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] < band.low()[b] || counts[b] > band.high()[b]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void ranksThatCannotBeAreRefused() {
    for (int[] wrong :
        List.of(new int[] {0, 1, 2}, new int[] {0, 1, 2, 400}, new int[] {-1, 1, 2, 3})) {
      assertThrows(IllegalArgumentException.class, () -> RankUniformity.of(wrong, LARGEST));
    }
  }
}

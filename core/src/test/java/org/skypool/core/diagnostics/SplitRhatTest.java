package org.skypool.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplitRhatTest {

  /**
   * For 8 halves of n = 500 independent draws, B/W is F with 7 and 3992 degrees of freedom, so that
   * bulk R-hat^2 - 1 = (F - 1) / 500 and R-hat exceeds 1.004 for one data set in 1e5; so does the
   * folded one. False alarm of 200 sets: 4e-3.
   */
  @Test
  void independentChainsAgree() {
    for (int replicate = 0; replicate < 200; replicate++) {
      double rhat = SplitRhat.of(TestChains.independent(4, 1000, replicate));
      assertTrue(rhat < 1.004 && rhat > 0.998, "R-hat " + rhat);
    }
  }

  /** Computed by hand: two chains of 4 give halves whose ranks are known. */
  @Test
  void smallCaseByHand() {
    double[][] chains = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    double[] z = new double[8];
    var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
    for (int i = 0; i < 8; i++) {
      z[i] = normal.inverseCumulativeProbability((i + 1 - 0.375) / 8.25);
    }
    double within = 0;
    double meanSquare = 0;
    for (int half = 0; half < 4; half++) {
      double low = z[2 * half];
      double high = z[2 * half + 1];
      within += (high - low) * (high - low) / 2 / 4;
      meanSquare += (high + low) * (high + low) / 4 / 3;
    }
    assertEquals(Math.sqrt((within / 2 + meanSquare) / within), SplitRhat.bulk(chains), 1e-12);
    assertTrue(SplitRhat.of(chains) >= SplitRhat.bulk(chains));
  }

  @Test
  void shiftedChainIsFlagged() {
    double[][] chains = TestChains.independent(4, 1000, 1);
    for (int i = 0; i < 1000; i++) {
      chains[2][i] += 0.5;
    }
    assertTrue(SplitRhat.bulk(chains) > 1.02);
  }

  /** Same location, other scale: only the folded statistic can see it. */
  @Test
  void widerChainIsFlagged() {
    double[][] chains = TestChains.independent(4, 1000, 2);
    for (int i = 0; i < 1000; i++) {
      chains[2][i] *= 2;
    }
    assertTrue(SplitRhat.bulk(chains) < 1.01);
    assertTrue(SplitRhat.folded(chains) > 1.02);
    assertEquals(SplitRhat.folded(chains), SplitRhat.of(chains));
  }

  @Test
  void driftWithinOneChainIsFlagged() {
    double[][] chain = TestChains.independent(1, 1000, 3);
    for (int i = 0; i < 1000; i++) {
      chain[0][i] += i / 1000.0;
    }
    assertTrue(SplitRhat.of(chain) > 1.02);
  }

  @Test
  void invariantUnderMonotoneTransformations() {
    double[][] chains = TestChains.independent(4, 200, 4);
    double[][] cubes = Chains.map(chains, x -> x * x * x);
    assertEquals(SplitRhat.bulk(chains), SplitRhat.bulk(cubes));
  }

  @Test
  void degenerateInput() {
    assertEquals(Double.NaN, SplitRhat.of(new double[0][]));
    assertEquals(Double.NaN, SplitRhat.of(new double[3][0]));
    assertEquals(Double.NaN, SplitRhat.of(new double[][] {{1, 2, 3}}));
    assertEquals(Double.NaN, SplitRhat.of(new double[4][100]));
    double[][] chains = TestChains.independent(2, 100, 5);
    chains[1][7] = Double.NaN;
    assertEquals(Double.NaN, SplitRhat.of(chains));
    chains[1][7] = Double.POSITIVE_INFINITY;
    assertEquals(Double.NaN, SplitRhat.of(chains));
    double[][] stuck = {{1, 1, 1, 1}, {2, 2, 2, 2}};
    assertEquals(Double.POSITIVE_INFINITY, SplitRhat.of(stuck));
    double[][] twoValued = {{0, 1, 0, 1, 0, 1, 0, 1}, {0, 1, 1, 0, 0, 1, 0, 1}};
    assertEquals(SplitRhat.bulk(twoValued), SplitRhat.of(twoValued));
    assertTrue(Double.isFinite(SplitRhat.of(twoValued)));
    double[][] ragged = {new double[5], new double[6]};
    assertThrows(IllegalArgumentException.class, () -> SplitRhat.of(ragged));
  }
}

package org.skypool.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveSampleSizeTest {

  private static final int REPLICATES = 40;
  private static final int CHAINS = 4;
  private static final int DRAWS = 2000;

  /** Mean over replicates, relative to the expected value, and the standard error of that mean. */
  private static double[] relativeMean(
      ToDoubleFunction<double[][]> ess, double phi, double expected) {
    double[] ratios = new double[REPLICATES];
    for (int r = 0; r < REPLICATES; r++) {
      ratios[r] = ess.applyAsDouble(TestChains.autoregressive(CHAINS, DRAWS, phi, r)) / expected;
    }
    return new double[] {Chains.mean(ratios), Math.sqrt(Chains.variance(ratios) / REPLICATES)};
  }

  /**
   * Known efficiency (1 - phi) / (1 + phi). Truncating the sum of autocorrelations biases the
   * estimate by a few per cent at this length, hence 4 standard errors and 4 %.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-0.4, 0.0, 0.5, 0.9})
  void autoregressiveChains(double phi) {
    double expected = CHAINS * DRAWS * (1 - phi) / (1 + phi);
    double[] mean = relativeMean(EffectiveSampleSize::mean, phi, expected);
    assertEquals(1, mean[0], 4 * mean[1] + 0.04);
    double[] bulk = relativeMean(EffectiveSampleSize::bulk, phi, expected);
    assertEquals(1, bulk[0], 4 * bulk[1] + 0.04);
  }

  /** The indicator of independent draws is independent, so that every quantile has ESS near S. */
  @Test
  void tailsOfIndependentDraws() {
    double[] low = relativeMean(x -> EffectiveSampleSize.quantile(x, 0.05), 0, CHAINS * DRAWS);
    assertEquals(1, low[0], 4 * low[1] + 0.04);
    double[] tail = relativeMean(EffectiveSampleSize::tail, 0, CHAINS * DRAWS);
    assertTrue(tail[0] <= low[0] && tail[0] > 0.85);
  }

  @Test
  void chainsThatDisagreeHaveAlmostNone() {
    double[][] chains = TestChains.independent(4, 500, 1);
    for (int i = 0; i < 500; i++) {
      chains[0][i] += 5;
    }
    assertTrue(EffectiveSampleSize.bulk(chains) < 20);
  }

  @Test
  void antitheticChainsAreBounded() {
    double[][] chain = new double[1][1000];
    for (int i = 0; i < 1000; i++) {
      chain[0][i] = i % 2 == 0 ? 1 : -1;
    }
    assertEquals(1000 * 3, EffectiveSampleSize.mean(chain), 1e-9);
  }

  /** Standard errors against the scatter of the estimates they belong to: 400 give it to 4 %. */
  @Test
  void monteCarloErrorsAreCalibrated() {
    int replicates = 400;
    double[][] estimates = new double[3][replicates];
    double[] errors = new double[3];
    for (int r = 0; r < replicates; r++) {
      double[][] chains = TestChains.autoregressive(4, 500, 0.5, r);
      double[] sorted = Chains.sortedPool(chains);
      estimates[0][r] = Chains.mean(sorted);
      estimates[1][r] = Math.sqrt(Chains.variance(sorted));
      estimates[2][r] = Chains.quantile(sorted, 0.9);
      errors[0] += MonteCarloError.mean(chains) / replicates;
      errors[1] += MonteCarloError.sd(chains) / replicates;
      errors[2] += MonteCarloError.quantile(chains, 0.9) / replicates;
    }
    for (int i = 0; i < 3; i++) {
      double scatter = Math.sqrt(Chains.variance(estimates[i]));
      assertEquals(1, errors[i] / scatter, 4 / Math.sqrt(2.0 * replicates), "statistic " + i);
    }
  }

  @Test
  void degenerateInput() {
    double[][] few = {{1, 2, 3, 4, 5, 6, 7}};
    double[][] constant = new double[2][50];
    double[][] bad = TestChains.independent(2, 50, 3);
    bad[0][49] = Double.NaN;
    for (double[][] chains : new double[][][] {new double[0][], few, constant, bad}) {
      assertEquals(Double.NaN, EffectiveSampleSize.bulk(chains));
      assertEquals(Double.NaN, EffectiveSampleSize.tail(chains));
      assertEquals(Double.NaN, EffectiveSampleSize.mean(chains));
      assertEquals(Double.NaN, MonteCarloError.mean(chains));
      assertEquals(Double.NaN, MonteCarloError.sd(chains));
      assertEquals(Double.NaN, MonteCarloError.quantile(chains, 0.5));
    }
    double[][] ragged = {new double[9], new double[10]};
    assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.bulk(ragged));
    assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.quantile(bad, 1.5));
  }
}

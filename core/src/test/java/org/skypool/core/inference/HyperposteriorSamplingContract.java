package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every sampler of a hyperposterior promises, on posteriors known in closed form. Tolerances
 * are four Monte Carlo standard errors of the effective numbers that the sampler itself claims, so
 * that exaggerated claims fail too.
 */
abstract class HyperposteriorSamplingContract {
  static final int WANTED = 4_000;
  private static final double SIGMAS = 4;

  abstract Hyperposterior sample(HyperposteriorTarget target, Laplace start, long seed);

  abstract String sampler();

  static List<KnownPosterior> posteriors() {
    return KnownPosterior.all();
  }

  Hyperposterior sample(KnownPosterior known, long seed) {
    HyperposteriorTarget target = known.target();
    Laplace mode = new ModeFinder(target, 0.05).climb(new double[known.prior().dimension()]);
    return sample(known.target(), mode, seed);
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  final void momentsAndQuantiles(KnownPosterior known) {
    Hyperposterior posterior = sample(known, 1);
    for (int j = 0; j < known.marginals().size(); j++) {
      KnownPosterior.Marginal exact = known.marginals().get(j);
      Hyperposterior.Summary summary = posterior.summaries().get(j);
      String what = known + ", " + posterior.names().get(j) + ", " + summary;
      assertTrue(summary.essBulk() >= 0.5 * WANTED && summary.essTail() > 500, what);
      double error = exact.sd() / Math.sqrt(summary.essBulk());
      assertTrue(summary.mcseMean() < 2 * error && summary.mcseMean() > error / 2, what);
      assertEquals(exact.mean(), summary.mean(), SIGMAS * error, what);
      double relative =
          Math.sqrt((exact.kurtosis() - 1) / (4 * Math.min(summary.essTail(), summary.essBulk())));
      assertEquals(1, summary.sd() / exact.sd(), SIGMAS * relative, what);
      double[] quantiles = {
        summary.q05(), summary.q16(), summary.median(), summary.q84(), summary.q95()
      };
      double[] p = {0.05, 0.16, 0.5, 0.84, 0.95};
      for (int q = 0; q < p.length; q++) {
        double below = exact.cumulative().applyAsDouble(quantiles[q]);
        double spread =
            Math.sqrt(p[q] * (1 - p[q]) / Math.min(summary.essTail(), summary.essBulk()));
        assertEquals(p[q], below, SIGMAS * spread, what);
      }
      assertEquals(summary.mean(), posterior.mean()[j], 1e-12 * exact.sd());
      assertEquals(summary.sd(), posterior.sd(j), 1e-12 * exact.sd());
    }
    assertEquals(sampler(), posterior.sampler());
  }

  /** The rows are draws of it: their empirical distribution, their chains, their densities. */
  @ParameterizedTest
  @MethodSource("posteriors")
  final void equallyWeightedDraws(KnownPosterior known) {
    Hyperposterior posterior = sample(known, 2);
    int n = posterior.draws().length;
    assertEquals(WANTED, n);
    for (int j = 0; j < known.marginals().size(); j++) {
      double distance = 0;
      int component = j;
      double[] sorted =
          Arrays.stream(posterior.draws()).mapToDouble(phi -> phi[component]).sorted().toArray();
      for (int r = 0; r < n; r++) {
        double p = known.marginals().get(j).cumulative().applyAsDouble(sorted[r]);
        distance = Math.max(distance, Math.abs((r + 0.5) / n - p));
      }
      double effective = Math.min(n, posterior.summaries().get(j).essBulk());
      assertTrue(distance < 2.694 / Math.sqrt(effective / 2), known + ": distance " + distance);
    }
    int[] count = new int[4];
    for (int c : posterior.chain()) {
      count[c]++;
    }
    for (int c : count) {
      assertTrue(c > 0.8 * n / 4 && c < 1.2 * n / 4, "draws per chain " + Arrays.toString(count));
    }
    double offset = Double.NaN;
    for (int r = 0; r < n; r += 37) {
      double[] phi = posterior.draws()[r];
      double expected =
          known.likelihood().at(phi, new double[phi.length]) + known.prior().logDensity(phi);
      offset = Double.isNaN(offset) ? posterior.logDensity()[r] - expected : offset;
      assertEquals(expected + offset, posterior.logDensity()[r], 1e-6 * (1 + Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  final void sameSeedSameBits(KnownPosterior known) {
    Hyperposterior first = sample(known, 3);
    assertArrayEquals(first.draws(), sample(known, 3).draws());
    assertArrayEquals(first.mean(), sample(known, 3).mean());
    assertTrue(!Arrays.equals(first.mean(), sample(known, 4).mean()), "the seed changes nothing");
  }
}

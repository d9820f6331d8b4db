package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.sampler.Axis;

/**
 * Against leaving each object out by quadrature. Tolerances are four Monte Carlo standard errors of
 * {@code log E[xi/Z]} over the draws used, from the spread of the exact ratios.
 */
class LeaveOneOutTest {
  private static final int MU_NODES = 300;
  private static final int TAU_NODES = 300;
  private static final Axis LINE =
      Axis.of("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  private static TestSurvey survey(
      double[] y,
      double[] s,
      Optional<String> detection,
      String muPrior,
      String tauPrior,
      int points) {
    return new TestSurvey(
        new TestSurvey.Formulas(
            "gaussian",
            "x",
            Map.of("value", "y", "error", "s"),
            "normal(0, 50)",
            "normal(mu, tau)",
            TestSurvey.ordered("mu", muPrior, "tau", tauPrior),
            detection,
            Optional.empty()),
        TestSurvey.objects(columns(y, s)),
        points,
        3);
  }

  private static Map<String, double[]> columns(double[] y, double[] s) {
    Map<String, double[]> columns = new java.util.LinkedHashMap<>();
    columns.put("y", y);
    columns.put("s", s);
    return columns;
  }

  private static double[][] thinned(double[][] draws, int most) {
    int n = Math.min(most, draws.length);
    double[][] out = new double[n][];
    Arrays.setAll(out, v -> draws[(int) ((long) v * draws.length / n)]);
    return out;
  }

  /** {@code log(Z_j / xi_j)} in closed form; the cut is at 0 where there is one. */
  private static double logLikelihood(double y, double s, double mu, double tau, boolean cut) {
    double sd = Math.sqrt(tau * tau + s * s);
    NormalDistribution predictive = NormalDistribution.of(mu, sd);
    return predictive.logDensity(y) - (cut ? Math.log(predictive.survivalProbability(0)) : 0);
  }

  private static LeaveOneOut[] estimated(
      TestSurvey survey, TestSurvey.Fitted fit, double[][] phis) {
    LeaveOneOutPass pass = new LeaveOneOutPass(survey.model(), List.of(LINE), phis);
    return fit.draws().stream()
        .flatMap((DrawBlock block) -> Arrays.stream(pass.scan(block).orElseThrow()))
        .toArray(LeaveOneOut[]::new);
  }

  /** Standard error of the log of a mean of {@code exp(-logLikelihood)} over the draws. */
  private static double error(double y, double s, double[][] phis, boolean cut) {
    double[] r =
        Arrays.stream(phis)
            .mapToDouble(p -> Math.exp(-logLikelihood(y, s, p[0], p[1], cut)))
            .toArray();
    double mean = Arrays.stream(r).average().orElseThrow();
    double variance = Arrays.stream(r).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Math.sqrt(variance / r.length) / mean;
  }

  /** {@code log p(D_j | D_without j)} on a grid over mu and tau. */
  private static double[] exact(
      double[] y, double[] s, double[][] mus, double[][] taus, boolean cut) {
    int n = y.length;
    double[] all = new double[mus.length * taus.length];
    double[][] own = new double[n][all.length];
    for (int g = 0; g < all.length; g++) {
      double[] mu = mus[g / taus.length];
      double[] tau = taus[g % taus.length];
      all[g] = mu[1] + tau[1];
      for (int j = 0; j < n; j++) {
        own[j][g] = logLikelihood(y[j], s[j], mu[0], tau[0], cut);
        all[g] += own[j][g];
      }
    }
    double[] out = new double[n];
    double full = logSum(all);
    for (int j = 0; j < n; j++) {
      double[] without = new double[all.length];
      for (int g = 0; g < all.length; g++) {
        without[g] = all[g] - own[j][g];
      }
      out[j] = full - logSum(without);
    }
    return out;
  }

  private static double logSum(double[] x) {
    double top = Arrays.stream(x).max().orElseThrow();
    return top + Math.log(Arrays.stream(x).map(v -> Math.exp(v - top)).sum());
  }

  @Test
  void eightSchools() {
    double[] y = {28, 8, -3, 7, -1, 1, 18, 12};
    double[] s = {15, 10, 16, 11, 9, 11, 10, 18};
    TestSurvey survey = survey(y, s, Optional.empty(), "normal(0, 5)", "half_cauchy(5)", 1024);
    TestSurvey.Fitted fit = survey.fit(1, 4000).get(1);
    double[][] mus = new double[MU_NODES][];
    double[][] taus = new double[TAU_NODES][];
    for (int g = 0; g < MU_NODES; g++) {
      double mu = -30 + 60 * (g + 0.5) / MU_NODES;
      mus[g] = new double[] {mu, -mu * mu / 50};
    }
    for (int g = 0; g < TAU_NODES; g++) {
      taus[g] = new double[] {5 * Math.tan(Math.PI / 2 * (g + 0.5) / TAU_NODES), 0};
    }
    double[] exact = exact(y, s, mus, taus, false);
    double[][] phis = thinned(fit.posterior().draws(), 2000);
    LeaveOneOut[] found = estimated(survey, fit, phis);
    double sum = 0;
    for (int j = 0; j < 8; j++) {
      assertEquals(
          exact[j], found[j].logPredictive(), 4 * error(y[j], s[j], phis, false), "school " + j);
      assertTrue(found[j].khat() < LeaveOneOut.LARGEST_KHAT, "k-hat " + found[j].khat());
      sum += found[j].logPredictive();
    }
    LeaveOneOut.Total total =
        LeaveOneOut.Total.of(
            Arrays.stream(found).mapToDouble(LeaveOneOut::logPredictive).toArray(),
            Arrays.stream(found).mapToDouble(LeaveOneOut::khat).toArray());
    assertEquals(sum, total.value(), 1e-12);
    assertEquals(8, total.objects());
    assertEquals(0, total.aboveBound());
  }

  /** Normal population behind a cut on the measured value, errors that differ. */
  @Test
  void normalPopulationBehindACut() {
    SplittableRandom random = new SplittableRandom(11);
    int n = 120;
    double[] y = new double[n];
    double[] s = new double[n];
    for (int i = 0; i < n; ) {
      s[i] = 0.2 + 0.3 * random.nextDouble();
      y[i] = 0.5 + 0.6 * random.nextGaussian() + s[i] * random.nextGaussian();
      i += y[i] > 0 ? 1 : 0;
    }
    y[0] = 3.2;
    TestSurvey survey =
        survey(y, s, Optional.of("normal_cdf(x / s)"), "uniform(-2, 2)", "uniform(0.1, 2)", 64);
    TestSurvey.Fitted fit = survey.fit(1, 4000).get(1);
    double[][] mus = new double[MU_NODES][];
    double[][] taus = new double[TAU_NODES][];
    for (int g = 0; g < MU_NODES; g++) {
      mus[g] = new double[] {-2 + 4 * (g + 0.5) / MU_NODES, 0};
    }
    for (int g = 0; g < TAU_NODES; g++) {
      taus[g] = new double[] {0.1 + 1.9 * (g + 0.5) / TAU_NODES, 0};
    }
    double[] exact = exact(y, s, mus, taus, true);
    double[][] phis = thinned(fit.posterior().draws(), 400);
    LeaveOneOut[] found = estimated(survey, fit, phis);
    for (int j = 0; j < n; j++) {
      double tolerance = 4 * error(y[j], s[j], phis, true) + 1e-3;
      assertEquals(exact[j], found[j].logPredictive(), tolerance, "object " + j);
    }
  }

  @Test
  void equalWeightsAndNoProbability() {
    LeaveOneOut flat = LeaveOneOut.of(new double[] {-2, -2, -2, -2}, new double[4]);
    assertEquals(-2, flat.logPredictive(), 1e-15);
    assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, exp(flat.logWeights()), 1e-15);
    LeaveOneOut none = LeaveOneOut.of(new double[] {-2, Double.NEGATIVE_INFINITY}, new double[2]);
    assertEquals(Double.NEGATIVE_INFINITY, none.logPredictive());
    LeaveOneOut.Total total =
        LeaveOneOut.Total.of(
            new double[] {-1, -3, Double.NEGATIVE_INFINITY}, new double[] {0.1, 0.9, 2});
    assertEquals(2, total.objects());
    assertEquals(-4, total.value(), 1e-15);
    assertEquals(2, total.standardError(), 1e-15);
    assertEquals(1, total.aboveBound());
  }

  private static double[] exp(double[] x) {
    return Arrays.stream(x).map(Math::exp).toArray();
  }
}

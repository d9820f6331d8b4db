package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * A normal population measured with unit errors, twice its own width: the data are normal with
 * variance {@code 1 + tau^2}, so that posterior, shrinkage and audit have exact answers.
 */
class NormalPopulationTest {
  private static final int OBJECTS = 10_000;
  private static final double MEAN = 0.3;
  private static final double WIDTH = 0.5;
  private static final double[][] PRIORS = {{-3, 3}, {0.01, 3}};

  /** Quantiles of the standard normal. */
  private static final double NORMAL_Q16 = -0.994457883209753;

  private static final double NORMAL_Q95 = 1.644853626951473;

  private static final double[] DATA = data();

  private static double[] data() {
    SplittableRandom random = new SplittableRandom(17);
    double[] data = new double[OBJECTS];
    Arrays.setAll(data, i -> MEAN + WIDTH * random.nextGaussian() + random.nextGaussian());
    return data;
  }

  private static TestSurvey survey(int points) {
    return new TestSurvey(
        new TestSurvey.Formulas(
            "gaussian",
            "x",
            Map.of("value", "d", "error", "1"),
            "normal(0, 3)",
            "normal(mu, tau)",
            TestSurvey.ordered("mu", "uniform(-3, 3)", "tau", "uniform(0.01, 3)"),
            Optional.empty(),
            Optional.empty()),
        TestSurvey.objects(Map.of("d", DATA)),
        points,
        3);
  }

  private static double logLikelihood(double mean, double width) {
    double variance = 1 + width * width;
    double sum = 0;
    for (double d : DATA) {
      sum -= (d - mean) * (d - mean) / (2 * variance);
    }
    return sum - DATA.length * Math.log(variance) / 2;
  }

  private static GridPosterior exact() {
    return GridPosterior.of(
        GridPosterior.Surface.of(NormalPopulationTest::logLikelihood),
        new double[] {MEAN, WIDTH},
        new double[] {0.011, 0.018},
        PRIORS,
        41);
  }

  @Test
  void posteriorAndAuditOfAHealthyRun(TestReporter reporter) {
    TestSurvey survey = survey(64);
    List<TestSurvey.Fitted> rounds = survey.fit(1, GridPosterior.EFFECTIVE);
    Hyperposterior posterior = rounds.get(1).posterior();
    exact().assertNear(posterior, 0.1, reporter);
    Audit audit = survey.audit(1, rounds.get(0).posterior().mean(), posterior, 2000);
    reporter.publishEntry(figures(audit));
    assertEquals(2000, audit.objects());
    assertTrue(audit.worst() < 0.05, () -> "audit of a healthy run: " + audit.worst());
    for (double sd : audit.monteCarloSd()) {
      assertTrue(sd < 0.05, () -> "Monte Carlo sd of a healthy run: " + sd);
    }
  }

  private static String figures(Audit audit) {
    return "audit: finer points would add %s +- %s sd; Monte Carlo sd %s"
        .formatted(
            Arrays.toString(audit.bias()),
            Arrays.toString(audit.biasError()),
            Arrays.toString(audit.monteCarloSd()));
  }

  /**
   * Eight points aimed at the broad interim prior make the width of the population several standard
   * deviations too large. The audit must say so: its sign, and its size within a factor of two (it
   * is a linear extrapolation over several standard deviations).
   */
  @Test
  void auditOfTooFewPoints(TestReporter reporter) {
    TestSurvey survey = survey(8);
    Hyperposterior posterior = survey.fit(0, 2000).get(0).posterior();
    double error = exact().errors(posterior)[1];
    Audit audit = survey.audit(0, null, posterior, OBJECTS);
    reporter.publishEntry("tau is off by " + error + " sd; " + figures(audit));
    assertTrue(Math.abs(error) > 2, () -> "the case is too easy: " + error);
    double ratio = -audit.bias()[1] / error;
    assertTrue(ratio > 0.5 && ratio < 2, () -> figures(audit) + "; actual error " + error);
    assertTrue(audit.worst() > 0.2, () -> "no alarm: " + figures(audit));
  }

  /**
   * Given hyperparameters the posterior of an object is normal; over draws of them it is a mixture
   * with known mean and variance. Quantiles are interpolated linearly between the 64 points, with
   * an error of {@code h^2 z / 8} sd at z sd from the mean where points are h sd apart: 0.003 for h
   * = 0.12, the usual spacing, up to 0.07 for h = 0.5, which is met in the far tail of the few
   * objects whose data lie four sd out.
   */
  @Test
  void shrinkage(TestReporter reporter) {
    TestSurvey survey = survey(64);
    List<TestSurvey.Fitted> rounds = survey.fit(1, 500);
    double[][] phis = Arrays.copyOf(rounds.get(1).posterior().draws(), 200);
    Shrinkage.Individuals individuals =
        new Shrinkage(survey.model().logIntegrand(), List.of("mu", "tau"), phis, 32)
            .shrink(rounds.get(1).draws().get(0), rounds.get(0).draws().get(0));
    double[][] hierarchical = individuals.hierarchical().get("x").columns();
    double[][] interim = individuals.interim().get("x").columns();
    double[] worst = new double[6];
    double typical = 0;
    for (int i = 0; i < individuals.ids().size(); i++) {
      double[] exact = shrunken(DATA[i], phis);
      double spread = Math.sqrt(1.0 / (1 + 1.0 / 9));
      track(worst, 0, (hierarchical[0][i] - exact[0]) / exact[1]);
      track(worst, 1, hierarchical[1][i] / exact[1] - 1);
      track(worst, 2, (hierarchical[3][i] - exact[0]) / exact[1] - NORMAL_Q16);
      track(worst, 2, (hierarchical[6][i] - exact[0]) / exact[1] - NORMAL_Q95);
      typical += Math.abs((hierarchical[6][i] - exact[0]) / exact[1] - NORMAL_Q95);
      track(worst, 3, (interim[0][i] - DATA[i] * spread * spread) / spread);
      track(worst, 3, interim[1][i] / spread - 1);
      track(worst, 4, individuals.logEvidence()[i] - logNormal(DATA[i], Math.sqrt(10)));
      double[] draws = individuals.draws().get("x")[i];
      track(worst, 5, (Arrays.stream(draws).average().orElseThrow() - exact[0]) / exact[1]);
    }
    reporter.publishEntry("shrinkage, largest errors in sd: " + Arrays.toString(worst));
    typical /= individuals.ids().size();
    assertEquals(0, typical, 0.006, "mean error of the 0.95 quantile");
    double[] allowed = {1e-3, 1e-3, 0.15, 1e-3, 1e-3, 0.03};
    String[] what = {"mean", "sd", "quantiles", "interim", "evidence", "mean of draws"};
    for (int j = 0; j < worst.length; j++) {
      assertEquals(0, worst[j], allowed[j], what[j]);
    }
  }

  private static double[] shrunken(double datum, double[][] phis) {
    double first = 0;
    double second = 0;
    for (double[] phi : phis) {
      double square = phi[1] * phi[1];
      double variance = square / (1 + square);
      double mean = (datum * square + phi[0]) / (1 + square);
      first += mean / phis.length;
      second += (variance + mean * mean) / phis.length;
    }
    return new double[] {first, Math.sqrt(second - first * first)};
  }

  private static double logNormal(double x, double sd) {
    return -x * x / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
  }

  private static void track(double[] worst, int j, double error) {
    worst[j] = Double.isNaN(error) ? Double.NaN : Math.max(worst[j], Math.abs(error));
  }
}

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
 * A normal population measured with unit errors, twice its own width: the data are normal with variance
 * {@code 1 + tau^2}, so that posterior, shrinkage and audit have exact answers.
 */
class NormalPopulationTest {
  private static final int OBJECTS = 10_000;
  private static final double MEAN = 0.3;
  private static final double WIDTH = 0.5;
  private static final double[][] PRIORS = {{-3, 3}, {0.01, 3}};

  private static final double[] DATA = data();

  private static double[] data() {
    SplittableRandom random = new SplittableRandom(17);
    double[] data = new double[OBJECTS];
    Arrays.setAll(
        data, i -> MEAN + WIDTH * random.nextGaussian() + random.nextGaussian());
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
    reporter.publishEntry(audit + " " + Arrays.toString(audit.bias()) + " +- "
        + Arrays.toString(audit.biasError()) + ", sd " + Arrays.toString(audit.monteCarloSd()));
    assertEquals(2000, audit.objects());
    assertTrue(audit.worst() < 0.05, () -> "audit of a healthy run: " + audit.worst());
    for (double sd : audit.monteCarloSd()) {
      assertTrue(sd < 0.05, () -> "Monte Carlo sd of a healthy run: " + sd);
    }
  }

  @Test
  void auditOfTooFewPoints(TestReporter reporter) {
    TestSurvey survey = survey(8);
    Hyperposterior posterior = survey.fit(0, 2000).get(0).posterior();
    GridPosterior exact = exact();
    double[] error = exact.errors(posterior);
    Audit audit = survey.audit(0, null, posterior, 2000);
    reporter.publishEntry(
        Arrays.toString(audit.bias()) + " +- " + Arrays.toString(audit.biasError()) + ", sd "
            + Arrays.toString(audit.monteCarloSd()) + ", actual errors " + Arrays.toString(error));
  }

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
    double worstMean = 0;
    double worstSd = 0;
    double worstInterim = 0;
    for (int i = 0; i < individuals.ids().size(); i++) {
      double first = 0;
      double second = 0;
      for (double[] phi : phis) {
        double width = phi[1] * phi[1];
        double variance = width / (1 + width);
        double mean = (DATA[i] * width + phi[0]) / (1 + width);
        first += mean / phis.length;
        second += (variance + mean * mean) / phis.length;
      }
      double sd = Math.sqrt(second - first * first);
      worstMean = Math.max(worstMean, Math.abs(hierarchical[0][i] - first) / sd);
      worstSd = Math.max(worstSd, Math.abs(hierarchical[1][i] / sd - 1));
      worstInterim = Math.max(worstInterim, Math.abs(interim[0][i] - 0.9 * DATA[i]));
      worstInterim = Math.max(worstInterim, Math.abs(interim[1][i] - Math.sqrt(0.9)));
    }
    reporter.publishEntry(worstMean + " " + worstSd + " " + worstInterim);
  }
}

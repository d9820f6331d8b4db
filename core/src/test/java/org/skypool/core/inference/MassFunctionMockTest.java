package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Galaxies with an error each, cut on the measured mass: one selection integral per error, against
 * the exact likelihood.
 */
class MassFunctionMockTest {
  private static final double[][] PRIORS = {{-2, 0}, {9.5, 11.5}};
  private static final int GRID = 15;

  @Test
  void tenThousandGalaxies(TestReporter reporter) {
    check(10_000, reporter);
  }

  @Test
  @Tag("nightly")
  void aHundredThousandGalaxies(TestReporter reporter) {
    check(100_000, reporter);
  }

  private static void check(int objects, TestReporter reporter) {
    MassFunctionMock mock = new MassFunctionMock(objects, 41);
    TestSurvey survey =
        new TestSurvey(
            new TestSurvey.Formulas(
                "gaussian",
                "log_mass",
                Map.of("value", "logm", "error", "e"),
                "uniform(6, 13)",
                "schechter(slope = alpha, knee = log_m_star, above = 6.4)",
                TestSurvey.ordered("alpha", "uniform(-2, 0)", "log_m_star", "uniform(9.5, 11.5)"),
                Optional.of("normal_cdf((log_mass - 8.9) / e)"),
                Optional.empty()),
            TestSurvey.objects(mock.columns()),
            64,
            5);
    TestSurvey.Fitted last = survey.fit(1, GridPosterior.EFFECTIVE).get(1);
    assertTrue(
        last.result().selectionError() <= PopulationFit.SELECTION_TOLERANCE,
        () -> "error of the selection integrals " + last.result().selectionError());
    Hyperposterior posterior = last.posterior();
    GridPosterior exact =
        GridPosterior.of(
            mock, posterior.mean(), new double[] {posterior.sd(0), posterior.sd(1)}, PRIORS, GRID);
    exact.assertNear(posterior, 0.1, reporter);
    double[] truth = {MassFunctionMock.SLOPE, MassFunctionMock.KNEE};
    for (int j = 0; j < truth.length; j++) {
      double off = (truth[j] - exact.mean()[j]) / exact.sd()[j];
      assertTrue(Math.abs(off) < 4, () -> "the truth lies " + off + " sd from the exact mean");
    }
  }
}

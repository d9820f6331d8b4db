package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole runs on a normal population with a known posterior. "Within 0.1": means within 0.1 sd + 4
 * Monte Carlo standard errors, widths within 5 % + 4, with 10,000 effective draws.
 */
class RoundsTest {
  private static final int EFFECTIVE = 10_000;
  private static final double WITHIN = 0.1;
  private static final int THREADS = 2;

  private static Rounds.Outcome run(NormalSurvey survey, long seed) {
    return Rounds.of(
            NormalSurvey.problem(),
            survey.work(THREADS),
            RoundSettings.of(NormalSurvey.problem(), EFFECTIVE, seed).withThreads(THREADS))
        .run();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "0.5, 1", "0.2, 1", "0.05, 1"})
  void aThousandObjects(double tau, long seed, TestReporter reporter) {
    check(tau, 1_000, seed, reporter);
  }

  private static void check(double tau, int objects, long seed, TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(tau, objects, seed);
    Rounds.Outcome found = run(survey, seed);
    String figures = "tau " + tau + ", N " + objects + ": " + survey.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.posterior().effective() >= EFFECTIVE, figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(survey.isNear(found.posterior(), WITHIN), figures);
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"2", "0.5", "0.2", "0.05"})
  void aThousandObjectsManyTimes(double tau, TestReporter reporter) {
    for (long seed = 1; seed <= 20; seed++) {
      check(tau, 1_000, seed, reporter);
    }
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"2", "0.5", "0.2"})
  void aHundredThousandObjects(double tau, TestReporter reporter) {
    for (long seed = 1; seed <= 5; seed++) {
      check(tau, 100_000, seed, reporter);
    }
  }

  @Test
  void placeholder() {}
}

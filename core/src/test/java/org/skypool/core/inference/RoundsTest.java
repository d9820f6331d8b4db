package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.object.ObjectBlock;

/**
 * Whole runs on a normal population with a known posterior. "Within 0.1": means within 0.1 sd,
 * widths within 5 % + 4 Monte Carlo standard errors.
 */
class RoundsTest {
  private static final int EFFECTIVE = 10_000;

  /** Where there are many surveys; then no allowance is made for their Monte Carlo error. */
  private static final int FEWER = 400;

  private static final double WITHIN = 0.1;
  private static final int THREADS = 2;

  private static Rounds.Outcome run(NormalSurvey survey, int effective, long seed) {
    return Rounds.of(
            NormalSurvey.problem(),
            survey.work(THREADS),
            RoundSettings.of(NormalSurvey.problem(), effective, seed))
        .run();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "0.5, 1", "0.2, 1", "0.05, 1"})
  void aThousandObjects(double tau, long seed, TestReporter reporter) {
    check(tau, 1_000, EFFECTIVE, seed, reporter);
  }

  private static void check(
      double tau, int objects, int effective, long seed, TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(tau, objects, seed);
    Rounds.Outcome found = run(survey, effective, seed);
    String figures = "tau " + tau + ", N " + objects + ": " + survey.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.posterior().effective() >= effective, figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(survey.isNear(found.posterior(), WITHIN), figures);
    for (double error : survey.errors(found.posterior())) {
      assertTrue(Math.abs(error) <= WITHIN, figures);
    }
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"2", "0.5", "0.2", "0.05"})
  void aThousandObjectsManyTimes(double tau, TestReporter reporter) {
    for (long seed = 1; seed <= 20; seed++) {
      check(tau, 1_000, FEWER, seed, reporter);
    }
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"2", "0.5", "0.2"})
  void aHundredThousandObjects(double tau, TestReporter reporter) {
    for (long seed = 1; seed <= 5; seed++) {
      check(tau, 100_000, FEWER, seed, reporter);
    }
  }

  /** Eight points aimed at the interim prior: the audit must see what it cannot repair. */
  @Test
  void oneRoundOfTooFewPoints(TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(0.5, 10_000, 1);
    Rounds.Outcome found = one(survey, 8);
    String figures = survey.figures(found);
    reporter.publishEntry(figures);
    Audit audit = found.last().audit().orElseThrow();
    assertEquals(1, found.rounds().size());
    assertTrue(!audit.passes(), figures);
    double actual = survey.errors(found.posterior())[1];
    double predicted = -audit.bias()[1];
    assertTrue(actual * predicted > 0, figures);
    double allowed = Math.max(0.15, 2 * Math.abs(actual) / 3) + 2 * audit.biasError()[1];
    assertEquals(actual, predicted, allowed, figures);
  }

  /** Where the population is broad the same points serve. */
  @Test
  void oneRoundThatIsEnough(TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(2, 1_000, 1);
    Rounds.Outcome found = one(survey, 8);
    reporter.publishEntry(survey.figures(found));
    assertTrue(found.last().audit().orElseThrow().passes(), survey.figures(found));
    assertTrue(survey.isNear(found.posterior(), WITHIN), survey.figures(found));
  }

  private static Rounds.Outcome resumed(
      NormalSurvey survey, RoundPlan interim, RoundPlan last, RoundSettings settings) {
    return Rounds.of(NormalSurvey.problem(), survey.work(THREADS), settings)
        .resume(interim, last, new PointsChoice(last.points(), "as before"), RoundsListener.NONE);
  }

  private static RoundSettings settings() {
    return RoundSettings.of(NormalSurvey.problem(), 2_000, 1);
  }

  /**
   * The catalogue of the next night: the points of the night before serve, one fit and no pilot.
   */
  @Test
  void pointsOfAnEarlierRunServeAgain(TestReporter reporter) {
    Rounds.Outcome first = run(new NormalSurvey(0.5, 1_000, 1), 500, 1);
    NormalSurvey other = new NormalSurvey(0.5, 1_000, 2);
    Rounds.Outcome found = resumed(other, first.interim(), first.last().plan(), settings());
    String figures = other.figures(found);
    reporter.publishEntry(figures);
    assertEquals(1, found.rounds().size(), figures);
    assertEquals(first.last().plan().signature(), found.last().plan().signature());
    assertTrue(found.last().drift() > RoundSettings.DRIFT, figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(other.isNear(found.posterior(), WITHIN), figures);
  }

  /** Few points aimed at a narrow population far away: the audit fails, and they are aimed anew. */
  @Test
  void pointsAimedElsewhereAreAimedAnew(TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(0.5, 1_000, 1);
    RoundSettings settings = settings().withPoints(16);
    RoundPlan interim = RoundPlan.interim(16, 1, settings.storedAsDouble());
    RoundPlan elsewhere =
        new RoundPlan(7, new double[] {-2.5, 0.02}, 16, 1, settings.storedAsDouble(), false);
    Rounds.Outcome found = resumed(survey, interim, elsewhere, settings);
    String figures = survey.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.rounds().size() > 1, figures);
    assertEquals(8, found.rounds().get(1).round());
    assertTrue(found.rounds().get(0).audit().isEmpty(), figures);
    assertTrue(found.last().drift() <= RoundSettings.DRIFT, figures);
  }

  private static Rounds.Outcome one(NormalSurvey survey, int points) {
    return Rounds.of(
            NormalSurvey.problem(),
            survey.work(THREADS),
            RoundSettings.of(NormalSurvey.problem(), 2_000, 1).withPoints(points).withMost(1))
        .run();
  }

  /** Threads share the blocks out; no bit of the answer depends on how many there are. */
  @Test
  void sameBitsForAnyNumberOfThreads() {
    NormalSurvey survey = new NormalSurvey(0.5, 1_500, 4);
    double[][] means = new double[3][];
    double[][] bias = new double[3][];
    for (int t = 1; t <= 3; t++) {
      Rounds.Outcome found =
          Rounds.of(
                  NormalSurvey.problem(),
                  survey.work(t),
                  RoundSettings.of(NormalSurvey.problem(), 500, 4).withPoints(16).withMost(2))
              .run();
      means[t - 1] = found.posterior().mean();
      bias[t - 1] = found.last().audit().orElseThrow().bias();
    }
    assertArrayEquals(means[0], means[1]);
    assertArrayEquals(means[0], means[2]);
    assertArrayEquals(bias[0], bias[1]);
    assertArrayEquals(bias[0], bias[2]);
  }

  /**
   * Rubin's eight schools. Exact moments by quadrature: tau 3.59780 +- 3.21995, 5 and 95 % at
   * 0.24651 and 9.84206; mu 4.39682 +- 3.31771.
   */
  @Test
  void eightSchools(TestReporter reporter) {
    Map<String, String> hyperpriors = new LinkedHashMap<>();
    hyperpriors.put("mu", "normal(0, 5)");
    hyperpriors.put("tau", "half_cauchy(5)");
    SurveyProblem problem =
        NormalSurvey.problem(NormalSurvey.gaussian(), "normal(0, 30)", hyperpriors);
    ObjectBlock schools =
        NormalSurvey.objects(
            new double[] {28, 8, -3, 7, -1, 1, 18, 12},
            new double[] {15, 10, 16, 11, 9, 11, 10, 18});
    Rounds.Outcome found = WholeRun.of(problem, schools, EFFECTIVE);
    Hyperposterior posterior = found.posterior();
    Hyperposterior.Summary tau = posterior.summaries().get(1);
    reporter.publishEntry(found.points() + " " + posterior.summaries());
    assertEquals(1024, found.points().points());
    assertEquals(4.39682, posterior.mean()[0], 0.05 * 3.31771);
    assertEquals(3.59780, tau.mean(), 0.05 * 3.21995);
    assertEquals(3.31771, posterior.sd(0), 0.05 * 3.31771);
    assertEquals(3.21995, tau.sd(), 0.05 * 3.21995);
    assertEquals(0.24651, tau.q05(), 0.1 * 3.21995);
    assertEquals(2.74882, tau.median(), 0.1 * 3.21995);
    assertEquals(9.84206, tau.q95(), 0.1 * 3.21995);
  }

  /** Draws under the interim prior that cannot be made again: their bias, and what it grows to. */
  @Test
  void givenDrawsThatAreTooFew(TestReporter reporter) {
    givenDraws(10_000, 2_000, reporter);
  }

  @Tag("nightly")
  @Test
  void givenDrawsOfAHundredThousandObjects(TestReporter reporter) {
    givenDraws(100_000, FEWER, reporter);
  }

  private static void givenDraws(int objects, int effective, TestReporter reporter) {
    NormalSurvey survey = new NormalSurvey(0.5, objects, 2);
    RoundSettings settings = RoundSettings.of(NormalSurvey.problem(), effective, 2);
    Rounds.Outcome found =
        new GivenDrawsFit(NormalSurvey.problem(), settings)
            .run(
                survey.interimDraws(100, 3),
                RoundPlan.interim(0, 2, Set.of()),
                RoundsListener.NONE);
    Hyperposterior posterior = found.posterior();
    double actual = (posterior.mean()[1] - survey.exactMean()[1]) / posterior.sd(1);
    double predicted = -found.last().audit().orElseThrow().bias()[1];
    double enough = FiniteDraws.enough(objects, predicted);
    String figures =
        "off by %.2f sd (%.2f exact sd), predicted %.2f, enough for %.1f objects"
            .formatted(actual, survey.errors(posterior)[1], predicted, enough);
    reporter.publishEntry(figures);
    assertTrue(predicted / actual > 0.5 && predicted / actual < 2, figures);
    assertTrue(!found.last().audit().orElseThrow().passes(), figures);
    assertTrue(enough < objects / 10.0, figures);
  }

  /** Two separated peaks and too few points: the answer is wrong, and the audit says so. */
  @Test
  void peaksThatOneProposalMisses(TestReporter reporter) {
    double width = 0.1;
    ObjectBlock objects = TwoPeaks.objects(2, width, 6, 500, 5);
    SurveyProblem problem =
        NormalSurvey.problem(new TwoPeaks(width), "normal(0, 3)", NormalSurvey.hyperpriors());
    Rounds.Outcome found =
        Rounds.of(
                problem,
                LocalSurvey.of(problem, List.of(objects), THREADS),
                RoundSettings.of(problem, 1_000, 3).withPoints(32).withMost(2))
            .run();
    Audit audit = found.last().audit().orElseThrow();
    double actual = TwoPeaks.exact(objects, 2, width).errors(found.posterior())[1];
    String figures = "off by " + actual + " sd" + NormalSurvey.figures(audit);
    reporter.publishEntry(figures);
    assertTrue(Math.abs(actual) > 0.5, figures);
    assertTrue(audit.worst() > Audit.LARGEST && audit.missed() > Audit.LARGEST, figures);
    assertTrue(actual * audit.bias()[1] < 0, figures);
  }
}

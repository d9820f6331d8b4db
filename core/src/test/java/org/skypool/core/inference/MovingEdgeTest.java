package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.object.ObjectBlock;

/** A uniform population whose edges are hyperparameters, measured with normal errors. */
class MovingEdgeTest {
  private static final double LOW = 2;
  private static final double HIGH = 10;
  private static final double WITHIN = 0.15;
  private static final int EFFECTIVE = 2_000;

  private static ObjectBlock objects(int objects, double error, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] d = new double[objects];
    double[] e = new double[objects];
    for (int i = 0; i < objects; i++) {
      e[i] = error * (0.5 + random.nextDouble());
      d[i] = LOW + (HIGH - LOW) * random.nextDouble() + e[i] * random.nextGaussian();
    }
    return SurveyText.objects(Map.of("d", d, "e", e));
  }

  private static double logLikelihood(ObjectBlock objects, double low, double high) {
    double[] d = objects.columns().get("d");
    double[] e = objects.columns().get("e");
    double sum = -d.length * Math.log(2 * (high - low));
    for (int i = 0; i < d.length; i++) {
      double scale = e[i] * Math.sqrt(2);
      double a = (low - d[i]) / scale;
      double b = (high - d[i]) / scale;
      sum += Math.log(a > 0 ? Erfc.value(a) - Erfc.value(b) : Erfc.value(-b) - Erfc.value(-a));
    }
    return sum;
  }

  private static SurveyProblem problem() {
    return new SurveyText(
            List.of("d", "e"),
            Map.of("x", "uniform(-5, 20)"),
            Map.of("x", "uniform(low, high)"),
            TestSurvey.ordered("low", "uniform(0, 4)", "high", "uniform(6, 14)"))
        .with("gaussian", Map.of("x", Map.of("value", "d", "error", "e")), Map.of());
  }

  private static ExactMoments exact(ObjectBlock objects, double error) {
    double scale = error / Math.sqrt(objects.size() / 5.0);
    return ExactMoments.of(
        GridPosterior.of(
            GridPosterior.Surface.of((a, b) -> logLikelihood(objects, a, b)),
            new double[] {LOW, HIGH},
            new double[] {scale, scale},
            new double[][] {{0, 4}, {6, 14}},
            31));
  }

  private static Rounds.Outcome run(ObjectBlock objects, RoundSettings settings) {
    return WholeRun.of(problem(), objects, settings);
  }

  @Test
  void edgesThatManyPointsResolve(TestReporter reporter) {
    ObjectBlock objects = objects(1_000, 0.5, 4);
    Rounds.Outcome found = run(objects, RoundSettings.of(problem(), EFFECTIVE, 1).withMost(3));
    ExactMoments exact = exact(objects, 0.5);
    String figures = exact.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(exact.isNear(found.posterior(), WITHIN), figures);
  }

  /** Scores of single points know nothing of the edge; differences of log evidence do. */
  @Test
  void tooFewPointsAreSeenByTheAudit(TestReporter reporter) {
    ObjectBlock objects = objects(300, 0.5, 4);
    Rounds.Outcome found =
        run(objects, RoundSettings.of(problem(), EFFECTIVE, 1).withPoints(32).withMost(2));
    String figures = exact(objects, 0.5).figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.last().audit().orElseThrow().scatter() > 0.05, figures);
  }

  @Test
  void steppedLikelihoodsThatCannotBeSampledAreRefused() {
    ObjectBlock objects = objects(1_000, 0.5, 4);
    UnusableSurveyException refused =
        assertThrows(
            UnusableSurveyException.class,
            () -> run(objects, RoundSettings.of(problem(), EFFECTIVE, 1).withPoints(8)));
    assertTrue(
        refused.getMessage().contains("the edge of the support of x depends on high, low"),
        refused.getMessage());
  }

  @Test
  void chainsOverSteppedLikelihoodsAreRefused() {
    ObjectBlock objects = objects(50, 0.5, 4);
    RoundSettings chains =
        RoundSettings.of(problem(), EFFECTIVE, 1).withPath(FitPath.Wanted.CHAINS);
    UnusableSurveyException refused =
        assertThrows(UnusableSurveyException.class, () -> run(objects, chains));
    assertTrue(refused.getMessage().contains("hyperposterior.path = chains"), refused.getMessage());
  }

  /** Right, or seen by the audit, or refused with its cause. */
  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"300, 0.5", "3000, 0.5", "10000, 0.5", "10000, 2"})
  void neverSilentlyWrong(int n, double error, TestReporter reporter) {
    ObjectBlock objects = objects(n, error, 4);
    try {
      Rounds.Outcome found = run(objects, RoundSettings.of(problem(), EFFECTIVE, 1).withMost(4));
      ExactMoments exact = exact(objects, error);
      boolean passes = found.last().audit().orElseThrow().passes();
      String figures = exact.figures(found) + "; audit passes: " + passes;
      reporter.publishEntry(figures);
      assertTrue(!passes || exact.isNear(found.posterior(), WITHIN), figures);
    } catch (UnusableSurveyException refused) {
      reporter.publishEntry(refused.getMessage());
      assertTrue(
          refused.getMessage().contains("the edge of the support of x depends on high, low"),
          refused.getMessage());
    }
  }
}

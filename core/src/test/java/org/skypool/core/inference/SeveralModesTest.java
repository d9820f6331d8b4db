package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.object.ObjectBlock;

/**
 * Hyperposteriors with several modes: a mixture of two components of unlike weight, each of which
 * can explain either group of a few objects, but not equally well.
 */
class SeveralModesTest {
  private static final double WEIGHT = 0.35;
  private static final double ERROR = 0.3;
  private static final double REACH = 6;
  private static final int STEPS = 240;

  private static ObjectBlock objects(int n, double apart, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double mean = random.nextDouble() < WEIGHT ? -apart / 2 : apart / 2;
      y[i] = mean + random.nextGaussian() + ERROR * random.nextGaussian();
    }
    return SurveyText.objects(Map.of("y", y));
  }

  private static SurveyProblem problem() {
    return new SurveyText(
            List.of("y"),
            Map.of("x", "normal(0, 10)"),
            Map.of("x", "mix(0.35, normal(a, 1), normal(b, 1))"),
            TestSurvey.ordered("a", "uniform(-6, 6)", "b", "uniform(-6, 6)"))
        .with("gaussian", Map.of("x", Map.of("value", "y", "error", "0.3")), Map.of());
  }

  private static ExactMoments exact(double[] y) {
    double variance = 1 + ERROR * ERROR;
    return BoxQuadrature.of(
            GridPosterior.Surface.of(
                (a, b) -> {
                  double sum = 0;
                  for (double value : y) {
                    sum +=
                        Math.log(
                            WEIGHT * Math.exp(-(value - a) * (value - a) / (2 * variance))
                                + (1 - WEIGHT)
                                    * Math.exp(-(value - b) * (value - b) / (2 * variance)));
                  }
                  return sum;
                }),
            new double[][] {{-REACH, REACH}, {-REACH, REACH}},
            STEPS)
        .moments();
  }

  @ParameterizedTest
  @CsvSource({"30, 4, 1", "30, 4, 2", "30, 4, 3", "60, 4, 4", "20, 5, 5"})
  void bothAreInTheAnswer(int objects, double apart, long seed, TestReporter reporter) {
    ObjectBlock survey = objects(objects, apart, seed);
    ExactMoments exact = exact(survey.columns().get("y"));
    Rounds.Outcome found = WholeRun.of(problem(), survey, 4_000);
    String figures = exact.figures(found);
    reporter.publishEntry(figures);
    assertTrue(exact.isNear(found.posterior(), 0.05), figures);
  }
}

package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * A histogram of three bins under errors as wide as half a bin, against quadrature: the evidence of
 * an object is exactly {@code sum_b p_b / w_b [Phi((e_(b+1) - y) / s) - Phi((e_b - y) / s)]}.
 */
class HistogramPopulationTest {
  private static final int OBJECTS = 400;
  private static final double[] EDGES = {0, 1, 1.5, 3};
  private static final double[] SHARES = {0.3, 0.5, 0.2};

  /** Values and errors. */
  private static double[][] survey() {
    SplittableRandom random = new SplittableRandom(77);
    double[][] survey = new double[2][OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      double u = random.nextDouble();
      int bin = u < SHARES[0] ? 0 : u < SHARES[0] + SHARES[1] ? 1 : 2;
      double x = EDGES[bin] + (EDGES[bin + 1] - EDGES[bin]) * random.nextDouble();
      survey[1][i] = 0.2 + 0.4 * random.nextDouble();
      survey[0][i] = x + survey[1][i] * random.nextGaussian();
    }
    return survey;
  }

  private static double between(double low, double high) {
    return 0.5 * (Erf.erf(high / Math.sqrt(2)) - Erf.erf(low / Math.sqrt(2)));
  }

  private static double logPosterior(double[][] parts, double second, double third) {
    double[] relative = {1, Math.exp(second), Math.exp(third)};
    double norm = 0;
    for (int b = 0; b < 3; b++) {
      norm += relative[b] * (EDGES[b + 1] - EDGES[b]);
    }
    double log = -(second * second + third * third) / 8;
    for (double[] part : parts) {
      double z = 0;
      for (int b = 0; b < 3; b++) {
        z += relative[b] / norm * part[b];
      }
      log += Math.log(z);
    }
    return log;
  }

  @Test
  void threeBins(TestReporter reporter) {
    double[][] survey = survey();
    double[][] parts = new double[OBJECTS][3];
    for (int i = 0; i < OBJECTS; i++) {
      for (int b = 0; b < 3; b++) {
        double y = survey[0][i];
        double s = survey[1][i];
        parts[i][b] = between((EDGES[b] - y) / s, (EDGES[b + 1] - y) / s);
      }
    }
    GridPosterior exact =
        GridPosterior.of(
            GridPosterior.Surface.of((second, third) -> logPosterior(parts, second, third)),
            new double[] {1, -0.5},
            new double[] {0.3, 0.3},
            new double[][] {{-9, 9}, {-9, 9}},
            81);
    SurveyProblem problem =
        new SurveyText(
                List.of("y", "s"),
                Map.of("x", "uniform(0, 3)"),
                Map.of("x", "histogram_between([0, 1, 1.5, 3], h)"),
                TestSurvey.ordered("h[1]", "0", "h[1..3]", "normal(0, 2)"))
            .with("gaussian", Map.of("x", Map.of("value", "y", "error", "s")), Map.of());
    Hyperposterior found =
        Rounds.of(
                problem,
                LocalSurvey.of(
                    problem,
                    List.of(SurveyText.objects(Map.of("y", survey[0], "s", survey[1]))),
                    2),
                RoundSettings.of(problem, GridPosterior.EFFECTIVE, 1))
            .run()
            .posterior();
    exact.assertNear(found, 0.1, reporter);
  }
}

package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.object.ObjectBlock;

/**
 * Two quantities of a large survey, each normal in the population and measured with unit errors, b
 * with a mean that is linear in a: {@code a ~ N(m_a, s_a)}, {@code b ~ N(m_b + slope a, s_b)}. The
 * data of all objects are alike normal, so that their sums and products say everything.
 */
class TwoDimensionsTest {
  private static final double WITHIN = 0.15;
  private static final int EFFECTIVE = 1_000;

  private static SurveyProblem problem() {
    return new SurveyText(
            List.of("d", "e"),
            TestSurvey.ordered("a", "normal(0, 4)", "b", "normal(0, 4)"),
            TestSurvey.ordered("a", "normal(m_a, s_a)", "b", "normal(m_b + slope * a, s_b)"),
            TestSurvey.ordered(
                "m_a", "uniform(-3, 3)",
                "s_a", "uniform(0, 3)",
                "m_b", "uniform(-3, 3)",
                "slope", "uniform(-3, 3)",
                "s_b", "uniform(0, 3)"))
        .with(
            "gaussian",
            Map.of(
                "a", Map.of("value", "d", "error", "1"), "b", Map.of("value", "e", "error", "1")),
            Map.of());
  }

  private record Data(double[] d, double[] e, double[] sums) {
    static Data of(int n, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] d = new double[n];
      double[] e = new double[n];
      double[] sums = new double[5];
      for (int i = 0; i < n; i++) {
        double a = 0.4 + 0.9 * random.nextGaussian();
        d[i] = a + random.nextGaussian();
        e[i] = -0.2 + 0.7 * a + 0.6 * random.nextGaussian() + random.nextGaussian();
        double[] terms = {d[i], e[i], d[i] * d[i], d[i] * e[i], e[i] * e[i]};
        for (int j = 0; j < terms.length; j++) {
          sums[j] += terms[j];
        }
      }
      return new Data(d, e, sums);
    }

    ObjectBlock objects() {
      return SurveyText.objects(Map.of("d", d, "e", e));
    }

    double logLikelihood(double[] phi) {
      double n = d.length;
      double first = phi[0];
      double second = phi[2] + phi[3] * phi[0];
      double aa = phi[1] * phi[1] + 1;
      double ab = phi[3] * phi[1] * phi[1];
      double bb = phi[3] * ab + phi[4] * phi[4] + 1;
      double determinant = aa * bb - ab * ab;
      double dd = sums[2] - 2 * first * sums[0] + n * first * first;
      double de = sums[3] - first * sums[1] - second * sums[0] + n * first * second;
      double ee = sums[4] - 2 * second * sums[1] + n * second * second;
      return -(bb * dd - 2 * ab * de + aa * ee) / (2 * determinant) - n * Math.log(determinant) / 2;
    }
  }

  private static void check(int n, TestReporter reporter) {
    Data data = Data.of(n, 6);
    SurveyProblem problem = problem();
    Rounds.Outcome found = WholeRun.of(problem, data.objects(), EFFECTIVE);
    ExactMoments exact = WholeRun.exact(problem, data::logLikelihood, found, EFFECTIVE);
    String figures = exact.figures(found);
    reporter.publishEntry(figures);
    assertTrue(found.last().audit().orElseThrow().passes(), figures);
    assertTrue(exact.isNear(found.posterior(), WITHIN), figures);
  }

  @ParameterizedTest
  @ValueSource(ints = 1_000)
  void few(int n, TestReporter reporter) {
    check(n, reporter);
  }

  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(ints = {100_000, 300_000})
  void many(int n, TestReporter reporter) {
    check(n, reporter);
  }
}

package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.object.ObjectBlock;

/** Catalogues without errors: the population's density is the likelihood of the values. */
class ExactValuesTest {

  private static Rounds.Outcome run(SurveyProblem problem, ObjectBlock objects) {
    return Rounds.of(
            problem,
            LocalSurvey.of(problem, List.of(objects), 2),
            RoundSettings.of(problem, GridPosterior.EFFECTIVE, 1))
        .run();
  }

  private static Map<String, Map<String, String>> value(String theta, String column) {
    return Map.of(theta, Map.of("value", column));
  }

  private static double[] normals(int n, double mean, double sd) {
    Random random = new Random(3);
    return DoubleStream.generate(() -> mean + sd * random.nextGaussian()).limit(n).toArray();
  }

  /** Normal values, the posterior of mean and sd by the trapezoid rule. */
  @Test
  void aNormalPopulation(TestReporter reporter) {
    double[] y = normals(40, 1.2, 0.7);
    SurveyProblem problem =
        new SurveyText(
                List.of("y"),
                Map.of("x", "uniform(-1, 1)"),
                Map.of("x", "normal(mu, tau)"),
                TestSurvey.ordered("mu", "uniform(-5, 5)", "tau", "uniform(0.1, 3)"))
            .with("exact", value("x", "y"), Map.of());
    Rounds.Outcome found = run(problem, SurveyText.objects(Map.of("y", y)));
    GridPosterior.of(
            GridPosterior.Surface.of(
                (mu, tau) ->
                    Arrays.stream(y).map(v -> -0.5 * (v - mu) * (v - mu) / (tau * tau)).sum()
                        - y.length * Math.log(tau)),
            new double[] {1.2, 0.7},
            new double[] {0.1, 0.1},
            new double[][] {{-5, 5}, {0.1, 3}},
            101)
        .assertNear(found.posterior(), 0.02, reporter);
    assertEquals(1, found.rounds().size());
    assertEquals(1, found.points().points());
    assertEquals(40, found.last().draws());
    Audit audit = found.last().audit().orElseThrow();
    assertEquals(0, audit.worst());
    assertEquals(0, audit.objects());
    assertTrue(audit.passes());
  }

  /** Two values, the second with a density that depends on the first: a regression. */
  @Test
  void severalValues(TestReporter reporter) {
    double[] u = normals(30, 0, 1);
    double[] v = new double[u.length];
    Random random = new Random(4);
    Arrays.setAll(v, i -> 2 * u[i] - 1 + 0.5 * random.nextGaussian());
    SurveyProblem problem =
        new SurveyText(
                List.of("u", "v"),
                TestSurvey.ordered("a", "normal(0, 1)", "b", "normal(0, 1)"),
                Map.of("a", "normal(0, 1)", "b", "normal(m * a + c, 0.5)"),
                TestSurvey.ordered("c", "uniform(-9, 9)", "m", "uniform(-9, 9)"))
            .with("exact", Map.of("a", Map.of("value", "u"), "b", Map.of("value", "v")), Map.of());
    Rounds.Outcome found = run(problem, SurveyText.objects(Map.of("u", u, "v", v)));
    GridPosterior.of(
            GridPosterior.Surface.of(
                (c, m) -> {
                  double sum = 0;
                  for (int i = 0; i < u.length; i++) {
                    double z = (v[i] - m * u[i] - c) / 0.5;
                    sum -= 0.5 * z * z;
                  }
                  return sum;
                }),
            new double[] {-1, 2},
            new double[] {0.1, 0.1},
            new double[][] {{-9, 9}, {-9, 9}},
            101)
        .assertNear(found.posterior(), 0.02, reporter);
  }

  /** A value where no population has any density is set aside by its id. */
  @Test
  void valuesWithoutSupport() {
    SurveyProblem problem =
        new SurveyText(
                List.of("y"),
                Map.of("x", "uniform(0, 1)"),
                Map.of("x", "beta(a, 2)"),
                Map.of("a", "uniform(0.5, 5)"))
            .with("exact", value("x", "y"), Map.of());
    Rounds.Outcome found =
        run(problem, SurveyText.objects(Map.of("y", new double[] {0.3, 1.5, 0.6, 0.2})));
    assertEquals(Set.of("g1"), found.aside().keySet());
    assertEquals(3, found.last().objects());
  }
}

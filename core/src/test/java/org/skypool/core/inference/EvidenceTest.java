package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Uniform;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.Hyperprior;

/** Log evidences; those of Monte Carlo within four of their standard errors. */
class EvidenceTest {
  private static final double ERROR = 0.5;
  private static final double[] DATA = data();

  private static double[] data() {
    SplittableRandom random = new SplittableRandom(5);
    double[] data = new double[40];
    Arrays.setAll(data, i -> 2 + 0.7 * random.nextGaussian() + ERROR * random.nextGaussian());
    return data;
  }

  private static PopulationFit.Result fit() {
    TestSurvey survey =
        new TestSurvey(
            new TestSurvey.Formulas(
                "gaussian",
                "x",
                Map.of("value", "d", "error", "0.5"),
                "normal(0, 5)",
                "normal(mu, tau)",
                TestSurvey.ordered("mu", "uniform(-20, 20)", "tau", "uniform(0, 4)"),
                Optional.empty(),
                Optional.empty()),
            TestSurvey.objects(Map.of("d", DATA)),
            1024,
            1);
    List<DrawBlock> draws = survey.sample(0, new double[] {2, 0.7});
    try (LocalEvaluator evaluator =
        LocalEvaluator.of(
            survey.model().logIntegrand(), survey.model().hyperprior().names(), draws, 2)) {
      return new PopulationFit(
              survey.model(), evaluator, Optional.empty(), 1, SamplingGoal.answer(10_000))
          .fit(Optional.empty());
    }
  }

  /** Of a normal population: over mu in closed form, over tau by the trapezoidal rule. */
  private static double exact() {
    int n = DATA.length;
    double mean = Arrays.stream(DATA).average().orElseThrow();
    double squares = Arrays.stream(DATA).map(d -> (d - mean) * (d - mean)).sum();
    int steps = 20_000;
    double sum = 0;
    for (int k = 0; k <= steps; k++) {
      double tau = 4.0 * k / steps;
      double variance = ERROR * ERROR + tau * tau;
      double log =
          -(n - 1) / 2.0 * Math.log(2 * Math.PI * variance)
              - Math.log(n) / 2
              - squares / (2 * variance);
      sum += (k == 0 || k == steps ? 0.5 : 1) * Math.exp(log + 50) / steps;
    }
    return Math.log(sum / 40) - 50;
  }

  @Test
  void ofANormalPopulation() {
    Evidence found = fit().evidence().orElseThrow();
    assertTrue(found.error() < 0.02, found.toString());
    assertEquals(exact(), found.log(), 4 * found.error());
  }

  /** A joint factor may integrate to anything. */
  @Test
  void unknownWithAJointFactor() {
    Hyperprior improper =
        Hyperprior.of(
            List.of(new Hyperprior.Factor("mu", new Uniform(), new double[] {-1, 1})),
            Optional.of(Expression.hyperparameter("mu").square()));
    WeightedPoints points =
        new WeightedPoints(
            new double[1][1], new double[1], new double[1], new int[1], 1, Double.NaN, 0);
    assertTrue(Evidence.of(points, improper).isEmpty());
  }

  /** A subset of objects, brought to all draws. */
  @Test
  void ofASubset() {
    GivenDrawsProblem problem = FewPassProblems.schechter(5_000, 5);
    PopulationFit.Result some = problem.fit(FitPath.Wanted.SUBSET, 4_000, 1);
    assertEquals("subset", some.path().taken());
    Evidence all = problem.fit(FitPath.Wanted.IMPORTANCE, 4_000, 2).evidence().orElseThrow();
    Evidence found = some.evidence().orElseThrow();
    assertTrue(Math.abs(some.path().check().offset()) > 1, "the surrogate's own is another");
    assertEquals(all.log(), found.log(), 4 * Math.hypot(all.error(), found.error()));
  }
}

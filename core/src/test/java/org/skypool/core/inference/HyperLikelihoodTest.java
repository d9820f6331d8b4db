package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.Guess;
import org.skypool.core.object.HyperLikelihood;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.Hyperparameters;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

/**
 * Hyperparameters in the likelihood, reweighted: every draw carries its likelihood and observables.
 * The exact posteriors are by quadrature over the hyperparameters, objects integrated by hand.
 */
class HyperLikelihoodTest {
  private static final FormulaParser PARSER = FormulaParser.standard();

  /** A problem of one theta x, arguments as text over columns and hyperparameters. */
  private static SurveyProblem problem(
      String model,
      String key,
      Map<String, String> arguments,
      String interim,
      String density,
      List<String> columns,
      Map<String, String> hyperpriors,
      Set<String> inLikelihood) {
    List<String> thetas = List.of("x");
    PopulationText text =
        new PopulationText(
            thetas,
            columns,
            Map.of("x", density),
            hyperpriors,
            Optional.empty(),
            Optional.empty(),
            false,
            Set.of(),
            inLikelihood,
            Map.of());
    Scope scope = Hyperparameters.of(PARSER, text).in(Scope.empty().withCovariates(columns));
    Map<String, Expression> values = new LinkedHashMap<>();
    arguments.forEach(
        (name, formula) ->
            values.put(
                name,
                PARSER.number(
                    formula, name.equals("predicted") ? scope.withThetas(thetas) : scope)));
    DensityTerm prior = PARSER.density(interim, thetas, Scope.empty().withThetas(thetas));
    Map<String, Guess> guesses = Map.of("x", PriorGuess.of("x", prior));
    PopulationModel population = PopulationParser.parse(PARSER, text);
    return SurveyProblem.of(
        thetas,
        new HyperLikelihood(
            ObjectModels.find(model).orElseThrow(),
            new ModelArguments(thetas, Map.of(key, values), Map.of(), Map.of(), guesses)),
        Map.of("x", prior),
        population);
  }

  private static Rounds.Outcome run(SurveyProblem problem, ObjectBlock objects) {
    Rounds.Outcome found =
        Rounds.of(
                problem,
                LocalSurvey.of(problem, List.of(objects), 2),
                RoundSettings.of(problem, GridPosterior.EFFECTIVE, 1))
            .run();
    assertTrue(found.last().audit().orElseThrow().passes(), found.rounds().toString());
    return found;
  }

  private static double[] mock(int n, Random random, double sd) {
    double[] y = new double[n];
    Arrays.setAll(y, i -> sd * random.nextGaussian());
    return y;
  }

  /** Errors known but for a factor, a population of known width: y ~ N(mu, 1 + (sigma e)^2). */
  @Test
  void anUnknownNoise(TestReporter reporter) {
    Random random = new Random(2);
    int n = 300;
    double[] e = new double[n];
    Arrays.setAll(e, i -> 0.3 + random.nextDouble());
    double[] y = mock(n, random, 1);
    Arrays.setAll(y, i -> y[i] + 0.5 + 1.8 * e[i] * random.nextGaussian());
    SurveyProblem problem =
        problem(
            "gaussian",
            "x",
            Map.of("value", "y", "error", "sigma * e"),
            "normal(0, 10)",
            "normal(mu, 1)",
            List.of("y", "e"),
            TestSurvey.ordered("mu", "uniform(-5, 5)", "sigma", "uniform(0.2, 5)"),
            Set.of("sigma"));
    Rounds.Outcome found = run(problem, SurveyText.objects(Map.of("y", y, "e", e)));
    GridPosterior.of(
            GridPosterior.Surface.of(
                (mu, sigma) -> {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    double v = 1 + sigma * sigma * e[i] * e[i];
                    sum -= 0.5 * ((y[i] - mu) * (y[i] - mu) / v + Math.log(v));
                  }
                  return sum;
                }),
            new double[] {0.5, 1.8},
            new double[] {0.1, 0.1},
            new double[][] {{-5, 5}, {0.2, 5}},
            81)
        .assertNear(found.posterior(), 0.05, reporter);
  }

  /** A zero-point in the value of a predicted observable, determined by its prior and the rest. */
  @Test
  void aZeroPoint(TestReporter reporter) {
    zeroPoint(Map.of("predicted", "2 * x", "value", "y + zero", "error", "e"), reporter);
  }

  /** The same in the prediction, which then is not stored but computed anew. */
  @Test
  void aZeroPointInThePrediction(TestReporter reporter) {
    zeroPoint(Map.of("predicted", "2 * x - zero", "value", "y", "error", "e"), reporter);
  }

  private static void zeroPoint(Map<String, String> arguments, TestReporter reporter) {
    Random random = new Random(6);
    int n = 200;
    double[] e = new double[n];
    Arrays.setAll(e, i -> 0.5 + random.nextDouble());
    double[] y = mock(n, random, 1);
    Arrays.setAll(y, i -> 2 * (1 + 0.5 * y[i]) - 0.7 + e[i] * random.nextGaussian());
    SurveyProblem problem =
        problem(
            "observables",
            "o",
            arguments,
            "normal(0, 10)",
            "normal(1, tau)",
            List.of("y", "e"),
            TestSurvey.ordered("tau", "uniform(0.05, 3)", "zero", "normal(0, 1)"),
            Set.of("zero"));
    Rounds.Outcome found = run(problem, SurveyText.objects(Map.of("y", y, "e", e)));
    assertEquals(List.of("tau", "zero"), found.posterior().names());
    GridPosterior.of(
            GridPosterior.Surface.of(
                (tau, zero) -> {
                  double sum = -0.5 * zero * zero;
                  for (int i = 0; i < n; i++) {
                    double v = 4 * tau * tau + e[i] * e[i];
                    double off = y[i] + zero - 2;
                    sum -= 0.5 * (off * off / v + Math.log(v));
                  }
                  return sum;
                }),
            new double[] {0.5, 0.7},
            new double[] {0.05, 0.1},
            new double[][] {{0.05, 3}, {-9, 9}},
            81)
        .assertNear(found.posterior(), 0.05, reporter);
  }
}

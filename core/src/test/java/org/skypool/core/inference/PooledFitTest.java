package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.likelihood.PopulationEvaluator.Gradients;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

class PooledFitTest {
  private static final double[] Y = {28, 8, -3, 7, -1, 1, 18, 12};
  private static final double[] S = {15, 10, 16, 11, 9, 11, 10, 18};
  private static final FormulaParser PARSER = FormulaParser.standard();

  private static ObjectLikelihood likelihood(String model, String theta, String... arguments) {
    Map<String, Expression> expressions = new LinkedHashMap<>();
    for (int a = 0; a < arguments.length; a += 2) {
      expressions.put(
          arguments[a],
          PARSER.number(arguments[a + 1], Scope.empty().withCovariates(List.of(arguments[a + 1]))));
    }
    return ObjectModels.find(model)
        .orElseThrow()
        .bind(new ModelArguments(List.of(theta), Map.of(theta, expressions), Map.of()));
  }

  private static ObjectBlock block(String first, double[] a, String second, double[] b) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put(first, a);
    columns.put(second, b);
    return TestSurvey.objects(columns);
  }

  private static SurveyProblem problem(ObjectLikelihood likelihood, String interim) {
    PopulationModel population =
        PopulationParser.parse(
            PARSER,
            new PopulationText(
                List.of("t"),
                List.of(),
                Map.of("t", "normal(mu, 1)"),
                Map.of("mu", "normal(0, 5)"),
                Optional.empty(),
                Optional.empty(),
                false));
    DensityTerm prior =
        PARSER.density(interim, List.of("t"), Scope.empty().withThetas(List.of("t")));
    return new SurveyProblem(List.of("t"), likelihood, Map.of("t", prior), population);
  }

  /**
   * Normal prior and likelihood: exact; tolerance four standard errors of the mean of the draws.
   */
  @Test
  void eightSchools() {
    double precision = 1 / (1000.0 * 1000);
    double sum = 0;
    for (int i = 0; i < Y.length; i++) {
      precision += 1 / (S[i] * S[i]);
      sum += Y[i] / (S[i] * S[i]);
    }
    double mean = sum / precision;
    double sd = 1 / Math.sqrt(precision);
    assertEquals(7.7, mean, 0.05);
    assertEquals(4.1, sd, 0.05);
    Hyperposterior found =
        PooledFit.of(
            problem(likelihood("gaussian", "t", "value", "y", "error", "s"), "normal(0, 1000)"),
            List.of(block("y", Y, "s", S)),
            5,
            4000);
    assertEquals(List.of("t"), found.names());
    assertEquals(mean, found.mean()[0], 4 * sd / Math.sqrt(4000));
    assertEquals(sd, found.sd(0), 4 * sd / Math.sqrt(2 * 4000));
  }

  /** A uniform prior and binomial data give a beta posterior. */
  @Test
  void proportions() {
    double[] y = {3, 5, 2, 0};
    double[] n = {10, 9, 12, 4};
    double a = 1 + 10;
    double b = 1 + 25;
    Hyperposterior found =
        PooledFit.of(
            problem(likelihood("binomial", "t", "successes", "y", "trials", "n"), "uniform(0, 1)"),
            List.of(block("y", y, "n", n)),
            5,
            4000);
    double sd = Math.sqrt(a * b / (a + b + 1)) / (a + b);
    assertEquals(a / (a + b), found.mean()[0], 4 * sd / Math.sqrt(4000));
    assertEquals(sd, found.sd(0), 4 * sd / Math.sqrt(2 * 4000));
  }

  /** Against derivatives in closed form, to the stated 1e-12 of the differences times their sum. */
  @Test
  void gradients() {
    ObjectLikelihood gaussian = likelihood("gaussian", "t", "value", "y", "error", "s");
    PooledEvaluator two =
        new PooledEvaluator(
            gaussian,
            1,
            List.of(block("y", Y, "s", S), block("y", new double[] {4}, "s", new double[] {2})));
    double[][] at = {{-3}, {7.7}, {40}};
    Gradients found = two.gradients(at);
    for (int v = 0; v < at.length; v++) {
      double exact = (4 - at[v][0]) / 4;
      for (int i = 0; i < Y.length; i++) {
        exact += (Y[i] - at[v][0]) / (S[i] * S[i]);
      }
      assertEquals(exact, found.gradients()[v][0], 1e-10);
      assertEquals(two.values(at)[v], found.values()[v]);
    }
    assertEquals(Set.of(), two.withoutSupport(at));
    assertEquals(9, two.objects());
  }

  @Test
  void priorThatIsNoNamedDistribution() {
    SurveyProblem problem =
        problem(
            likelihood("gaussian", "t", "value", "y", "error", "s"),
            "mix(0.5, normal(0, 1), normal(0, 10))");
    List<ObjectBlock> blocks = List.of(block("y", Y, "s", S));
    assertThrows(IllegalArgumentException.class, () -> PooledFit.of(problem, blocks, 1, 100));
  }
}

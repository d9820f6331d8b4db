package org.skypool.core.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;

/** Densities that are normalised numerically, against the same ones in closed form. */
class NormalisedTermTest {
  private static final List<String> INPUTS = List.of("x", "a", "b", "z", "y");

  /** Kolmogorov-Smirnov: sqrt(n) D exceeds this once in 1e5 tests of a right sampler. */
  private static final double KS_CRITICAL = Math.sqrt(-0.5 * Math.log(0.5e-5));

  private static final double[][] POINTS = {
    {0.3, 0.2, 0.7, 1.4, 0.5}, {1.9, 1.2, 0.2, 0.3, -1}, {1.1, -3, 1.5, 2, 0.2}
  };

  private static DensityTerm read(String formula) {
    Scope scope =
        Scope.empty()
            .withHyperparameters(List.of("a", "b"))
            .withCovariates(List.of("z"))
            .withThetas(List.of("x", "y"));
    return FormulaParser.standard().density(formula, List.of("x"), scope);
  }

  private static ScalarFunction log(DensityTerm term) {
    return ScalarFunction.of(term.logDensity(), INPUTS);
  }

  /** The quadrature agrees with its check to 1e-8, and with the truth far better. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normalised(-square((x - a) / b) / 2, 0, 2) | truncated(normal(a, b), 0, 2)",
        "normalised(a * z * log(x), 0.1, 5) | power_law(a * z, 0.1, 5)",
        "normalised(-b * x, y - 3, y + 2) | truncated(exponential(b), y - 3, y + 2)",
        "normalised(0, low = a - 3, high = 3 + z) | uniform(a - 3, 3 + z)",
        "normalised(log(1 + x), 0, 5) | free(log(1 + x) - log(17.5))",
      })
  void agreesWithClosedForms(String numerical, String closed) {
    DensityTerm term = read(numerical);
    ScalarFunction f = log(term);
    ScalarFunction g = log(read(closed.replace("y - 3", "max(y - 3, 0)")));
    for (double[] point : POINTS) {
      double[] at = point.clone();
      if (numerical.contains("y - 3")) {
        at[4] = 3.2;
        at[0] += 0.5;
      }
      double[] expected = new double[5];
      double[] actual = new double[5];
      double value = g.valueAndGradient(at, expected);
      assertEquals(value, f.valueAndGradient(at, actual), 1e-9, numerical);
      for (int j = 0; j < 5; j++) {
        assertEquals(expected[j], actual[j], 1e-7 * (1 + Math.abs(expected[j])), INPUTS.get(j));
      }
    }
  }

  @Test
  void vanishesOutsideAndKnowsItsSupport() {
    DensityTerm term = read("normalised(log(x), 0, 1 + b)");
    ScalarFunction f = log(term);
    for (double x : new double[] {-0.1, 1.71, Double.POSITIVE_INFINITY, -1e300}) {
      assertEquals(Double.NEGATIVE_INFINITY, f.value(x, 0, 0.7, 0, 0), "x = " + x);
    }
    Expression upper = term.support("x").upper();
    assertEquals(1.7, ScalarFunction.of(upper, INPUTS).value(0, 0, 0.7, 0, 0));
    assertEquals(java.util.Set.of("b"), term.dependsOn());
  }

  /** A peak of a thousandth of the interval, a jump, ends in the wrong order. */
  @Test
  void whatTheQuadratureCannotSeeIsUndefined() {
    for (String formula :
        new String[] {
          "normalised(-square((x - 1.003) / 0.002) / 2, 0, 2)",
          "normalised(log(max(x - 0.711, 1e-300)) / 2, 0, 2)",
          "normalised(0, 3, b)"
        }) {
      assertTrue(Double.isNaN(log(read(formula)).value(1.2, 0, 0.7, 0, 0)), formula);
    }
  }

  @Test
  void canBeTruncated() {
    ScalarFunction f = log(read("truncated(normalised(-square((x - a) / b) / 2, 0, 2), 0.5, 3)"));
    ScalarFunction g = log(read("truncated(normal(a, b), 0.5, 2)"));
    assertEquals(g.value(1.3, 0.4, 0.7, 0, 0), f.value(1.3, 0.4, 0.7, 0, 0), 1e-9);
  }

  @Test
  void drawsFollowTheDensity() {
    String[] formulas = {
      "normalised(a * log(x), 0, 2)",
      "normalised(a * log(x) - z * x, 1, 9)",
      "normalised(-abs(x - z) / b, -1, 2)"
    };
    double[][] ends = {{0, 2}, {1, 9}, {-1, 2}};
    for (int i = 0; i < formulas.length; i++) {
      DensityTerm term = read(formulas[i]);
      ScalarFunction shape = log(read(formulas[i].replace("-abs(x - z) / b, -1", "0, -1")));
      Map<String, Double> point = new HashMap<>(Map.of("a", 1.3, "b", 0.4, "z", 0.5, "x", 77.0));
      UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(20_260_103L);
      double[] draws = new double[20_000];
      for (int k = 0; k < draws.length; k++) {
        term.sample(rng, point);
        draws[k] = point.get("x");
      }
      Arrays.sort(draws);
      double worst = 0;
      double below = 0;
      double total = 0;
      int steps = 20_000;
      double[] sums = new double[steps + 1];
      for (int s = 0; s < steps; s++) {
        double x = ends[i][0] + (ends[i][1] - ends[i][0]) * (s + 0.5) / steps;
        double f =
            i < 2 ? Math.exp(shape.value(x, 1.3, 0.4, 0.5, 0)) : Math.exp(-Math.abs(x - 0.5) / 0.4);
        sums[s + 1] = sums[s] + f;
      }
      total = sums[steps];
      for (int k = 0; k < draws.length; k++) {
        double s = (draws[k] - ends[i][0]) / (ends[i][1] - ends[i][0]) * steps;
        int cell = (int) Math.min(steps - 1, s);
        below = (sums[cell] + (s - cell) * (sums[cell + 1] - sums[cell])) / total;
        worst = Math.max(worst, Math.abs(below - (k + 0.5) / draws.length));
      }
      assertTrue(worst * Math.sqrt(draws.length) < KS_CRITICAL, formulas[i] + ": D = " + worst);
    }
  }

  @Test
  void refusals() {
    refused("normalised(x, 0, inf)", 1, "two finite ends");
    refused("normalised(x, 0, x)", 1, "an end of the interval depends on x");
    refused("normalised(x, 0)", 1, "lacks its argument 'high'");
    refused("1 + normalised(x, 0, 1)", 5, "a number is expected here, not a density");
  }

  private static void refused(String formula, int position, String words) {
    FormulaException e = assertThrows(FormulaException.class, () -> read(formula));
    assertEquals(position, e.position(), e.getMessage());
    assertTrue(e.reason().contains(words), e.getMessage());
  }

  @Test
  void severalVariables() {
    Scope scope = Scope.empty().withHyperparameters(List.of("a")).withThetas(List.of("x", "y"));
    DensityTerm term =
        FormulaParser.standard()
            .density(
                "normal(y, 0, 1) * normalised(x, -square(x - y) * a, -1, 1)",
                List.of("x", "y"),
                scope);
    ScalarFunction f = ScalarFunction.of(term.logDensity(), List.of("x", "y", "a"));
    DensityTerm same =
        FormulaParser.standard()
            .density(
                "normal(y, 0, 1) * truncated(normal(x, y, 1 / sqrt(2 * a)), -1, 1)",
                List.of("x", "y"),
                scope);
    ScalarFunction g = ScalarFunction.of(same.logDensity(), List.of("x", "y", "a"));
    assertEquals(g.value(0.3, 0.8, 1.7), f.value(0.3, 0.8, 1.7), 1e-9);
  }
}

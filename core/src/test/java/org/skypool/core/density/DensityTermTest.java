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
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;

class DensityTermTest {

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final List<String> INPUTS = List.of("f", "m", "x", "y");
  private static final Scope SCOPE =
      Scope.empty().withHyperparameters(List.of("f", "m")).withThetas(List.of("x", "y"));

  private static DensityTerm term(String text, String... variables) {
    return FormulaParser.standard().density(text, List.of(variables), SCOPE);
  }

  private static double value(Expression e, double f, double m, double x, double y) {
    return ScalarFunction.of(e, INPUTS).value(f, m, x, y);
  }

  private static final String TWO_PEAKS = "mix(f, normal(m, 1), truncated(exponential(0.5), 1, 8))";

  @Test
  void mixturesAndTruncationsIntegrateToOne() {
    for (String text :
        List.of(
            TWO_PEAKS,
            "truncated(" + TWO_PEAKS + ", 2, 6)",
            "truncated(truncated(normal(m, 2), -3, 40), 2, 60)",
            "truncated(normal(m, 0.1), 9, inf)",
            "mix(f, truncated(normal(m, 1), 2, 3), f, uniform(0, 1), gamma(2, 1))")) {
      Expression e = term(text, "x").logDensity();
      double sum = 0;
      double[] cuts = {-60, -3, 0, 1, 2, 3, 6, 8, 9, 10, 40, 60, 200};
      for (int i = 1; i < cuts.length; i++) {
        sum +=
            DoubleExponential.integrate(
                x -> Math.exp(value(e, 0.3, 4, x, 0)), cuts[i - 1], cuts[i], 0, 1);
      }
      assertEquals(1, sum, 1e-9, text);
    }
  }

  /** Kolmogorov-Smirnov at a false-alarm rate of 1e-5. */
  @Test
  void drawsFollowTheDensity() {
    for (String text : List.of(TWO_PEAKS, "truncated(" + TWO_PEAKS + ", 2, 6)")) {
      DensityTerm term = term(text, "x");
      UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(3L);
      double[] draws = new double[20_000];
      for (int k = 0; k < draws.length; k++) {
        Map<String, Double> point = new HashMap<>(Map.of("f", 0.3, "m", 4.0));
        term.sample(rng, point);
        draws[k] = point.get("x");
      }
      Arrays.sort(draws);
      Expression below =
          term.logProbability(Expression.constant(-INF), Expression.hyperparameter("x"))
              .orElseThrow();
      double worst = 0;
      for (int k = 0; k < draws.length; k++) {
        double c = Math.exp(value(below, 0.3, 4, draws[k], 0));
        worst = Math.max(worst, Math.abs(c - (k + 0.5) / draws.length) + 0.5 / draws.length);
      }
      assertTrue(
          worst * Math.sqrt(draws.length) < Math.sqrt(-0.5 * Math.log(0.5e-5)), text + worst);
    }
  }

  @Test
  void mixtureGradientsAreExactWhereAComponentVanishes() {
    Expression e = term("mix(f, uniform(0, 1), normal(m, 1))", "x").logDensity();
    double[] gradient = new double[4];
    double[] point = {0.3, 0.5, 2, 0};
    ScalarFunction.of(e, INPUTS).valueAndGradient(point, gradient);
    assertEquals(-1 / 0.7, gradient[0], 1e-14, "weight of the component that is 0 there");
    assertEquals(1.5, gradient[1], 1e-14);
    assertEquals(-1.5, gradient[2], 1e-14);
  }

  @Test
  void truncationWithoutProbabilityIsNan() {
    assertTrue(
        Double.isNaN(
            value(term("truncated(uniform(0, 1), 2, 3)", "x").logDensity(), 0, 0, 2.5, 0)));
    assertTrue(
        Double.isNaN(value(term("truncated(normal(0, 1), 3, 2)", "x").logDensity(), 0, 0, 2.5, 0)));
    assertEquals(-INF, value(term("truncated(normal(0, 1), 2, 3)", "x").logDensity(), 0, 0, 1, 0));
  }

  @Test
  void supports() {
    Support hull = term("mix(f, uniform(m, 7), gamma(1, 1))", "x").support("x");
    assertEquals(-2, value(hull.lower(), 0, -2, 0, 0));
    assertEquals(INF, value(hull.upper(), 0, -2, 0, 0));
    Support cut =
        term(
                "truncated(gamma(1, 1), m, 9) * normal(y, 0, 1)".replace("gamma(", "gamma(x, "),
                "x",
                "y")
            .support("x");
    assertEquals(0, value(cut.lower(), 0, -2, 0, 0));
    assertEquals(9, value(cut.upper(), 0, -2, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> term("normal(0, 1)", "x").support("y"));
  }

  @Test
  void jointDrawsFollowTheirDependencies() {
    DensityTerm funnel = term("normal(x, 0, exp(y)) * normal(y, m, 1e-9)", "x", "y");
    UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(4L);
    double sum = 0;
    int n = 10_000;
    for (int k = 0; k < n; k++) {
      Map<String, Double> point = new HashMap<>(Map.of("m", 3.0));
      funnel.sample(rng, point);
      sum += point.get("x") * point.get("x");
    }
    assertEquals(1, sum / n / Math.exp(6), 4.5 * Math.sqrt(2.0 / n), "4.5 standard errors");
  }

  @Test
  void drawingNeedsEveryValue() {
    UniformRandomProvider rng = RandomSource.KISS.create(1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> term("normal(m, 1)", "x").sample(rng, new HashMap<>()));
    assertTrue(e.getMessage().contains("'m'"));
    assertThrows(
        UnsupportedOperationException.class,
        () -> term("free(-x)", "x").sample(rng, new HashMap<>()));
    assertThrows(
        IllegalArgumentException.class,
        () -> term(TWO_PEAKS, "x").sample(rng, new HashMap<>(Map.of("f", 1.5, "m", 0.0))));
  }

  @Test
  void registriesRefuseNamesTwice() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DensityRegistry.standard().with(List.of(new Normal())));
    Scope examples = SCOPE.withHyperparameters(List.of("h[1]", "h[2]", "h[3]")).withVector("h", 3);
    for (Density density : DensityRegistry.standard().densities()) {
      FormulaParser.standard().density(density.example(), List.of("x"), examples);
    }
  }
}

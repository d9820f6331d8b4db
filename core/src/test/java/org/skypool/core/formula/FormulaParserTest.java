package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;

class FormulaParserTest {

  private static final Scope SCOPE =
      Scope.empty()
          .withHyperparameters(List.of("a", "b", "f", "mu[north]"))
          .withCovariates(List.of("z"))
          .withThetas(List.of("x", "y"));
  private static final List<String> INPUTS = List.of("a", "b", "f", "z", "x", "y");
  private static final double[] POINT = {0.3, 1.7, 0.2, 0.4, -0.6, 2.5};
  private final FormulaParser parser = FormulaParser.standard();

  private static double at(Expression expression) {
    return ScalarFunction.of(expression, INPUTS).value(POINT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "8 / 4 / 2 | 1",
        "10 - 4 - 3 | 3",
        "-2^2 | -4",
        "2^-1 | 0.5",
        "2^3^2 | 512",
        "2 - -3 | 5",
        "+4 | 4",
        ".5e1 | 5",
        "2. | 2",
        "1e-3 | 0.001",
        "max(1, 4, 2) | 4",
        "min(3, 4, 2) | 2",
        "pow(y = 3, x = 2) | 8",
        "log(exp(2)) | 2",
        "log10(1000) | 3",
        "sqrt(9) + abs(-2) + square(3) | 14",
        "log1p(0) + expm1(0) + sin(0) + tan(0) + atan(0) + tanh(0) + cos(0) | 1",
        "normal_cdf(0) + erf(0) | 0.5",
        "log_gamma(1) + log_beta(1, 1) + log_upper_gamma(1, 2) | -2",
        "log_add_exp(0, 0) - log(2) | 0",
        "4 * atan(1) - pi | 0",
        "1 / inf | 0",
      })
  void evaluatesArithmetic(String text, double expected) {
    assertEquals(expected, parser.constant(text).orElseThrow(), 1e-14);
  }

  @Test
  void namesStandForTheScope() {
    assertEquals(0.3 + 1.7 * 0.4, at(parser.number("a + b * z", SCOPE)), 1e-15);
    NamesIn names = NamesIn.of(parser.number("a + x^2 * z + mu[ north ]", SCOPE));
    assertEquals(List.of("a", "mu[north]"), List.copyOf(names.hyperparameters()));
    assertEquals(List.of("z"), List.copyOf(names.covariates()));
    assertEquals(List.of("x"), List.copyOf(names.draws()));
    assertEquals(List.of("a", "mu[north]", "x", "z"), List.copyOf(names.all()));
    assertEquals(Optional.empty(), parser.constant("a"));
    assertEquals(
        5, at(parser.number("pi", SCOPE.with("pi", Expression.constant(5)))), "a name hides pi");
  }

  @Test
  void theVariableOfOneIsImplied() {
    DensityTerm term = parser.density("normal(sd = b, mean = a)", List.of("x"), SCOPE);
    double z = (-0.6 - 0.3) / 1.7;
    assertEquals(
        -0.5 * z * z - Math.log(1.7 * Math.sqrt(2 * Math.PI)), at(term.logDensity()), 1e-14);
    assertEquals(List.of("a", "b"), List.copyOf(term.dependsOn()));
    assertTrue(term.variables().contains("x"));
  }

  @Test
  void severalVariablesComeFirst() {
    DensityTerm term =
        parser.density("normal(x, a + b * y, 0.1) * normal(y, 0, f)", List.of("x", "y"), SCOPE);
    double u = (-0.6 - 0.3 - 1.7 * 2.5) / 0.1;
    double v = 2.5 / 0.2;
    assertEquals(
        -0.5 * (u * u + v * v) - Math.log(0.1 * 0.2 * 2 * Math.PI), at(term.logDensity()), 1e-11);
    assertEquals(List.of("x", "y"), List.copyOf(term.variables()));
    assertEquals(List.of("a", "b", "f"), List.copyOf(term.dependsOn()));
    Map<String, Double> point = new HashMap<>(Map.of("a", 100.0, "b", 0.0, "f", 0.2));
    term.sample(RandomSource.XO_RO_SHI_RO_128_PP.create(1), point);
    assertEquals(100, point.get("x"), 1, "y was drawn before x");
  }

  @Test
  void mixturesWeighTheirComponents() {
    DensityTerm term = parser.density("mix(f, uniform(-1, 1), normal(a, 1))", List.of("x"), SCOPE);
    double expected = 0.2 * 0.5 + 0.8 * Math.exp(-0.5 * 0.81) / Math.sqrt(2 * Math.PI);
    assertEquals(Math.log(expected), at(term.logDensity()), 1e-14);
  }

  @Test
  void truncatedDensitiesAreNormalisedAgain() {
    DensityTerm term = parser.density("truncated(normal(0, 1), 0, inf)", List.of("y"), SCOPE);
    assertEquals(
        Math.log(2) - 0.5 * 6.25 - 0.5 * Math.log(2 * Math.PI), at(term.logDensity()), 1e-14);
  }

  @Test
  void freeTermsAreTakenAsTheyAre() {
    assertEquals(-2.5, at(parser.density("free(-y)", List.of("y"), SCOPE).logDensity()));
    DensityTerm both = parser.density("free(x, -x^2) * free(y, a * y)", List.of("x", "y"), SCOPE);
    assertEquals(-0.36 + 0.75, at(both.logDensity()), 1e-15);
  }
}

package org.skypool.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaErrorsTest {

  private static final Scope SCOPE =
      Scope.empty()
          .withHyperparameters(List.of("alpha", "knee", "sigma"))
          .withCovariates(List.of("z"))
          .withThetas(List.of("x", "y"));
  private final FormulaParser parser = FormulaParser.standard();

  private static void check(FormulaException e, int position, String words) {
    assertEquals(position, e.position(), e.getMessage());
    assertTrue(e.reason().contains(words), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
  }

  /** Position and words of the message for formulas of numbers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | empty",
        "`   ` | 1 | empty",
        "(1 + 2 | 7 | the '(' at character 1 is never closed",
        "1 + 2) | 6 | ')' without '('",
        "1 2 | 3 | expected an operator before '2'",
        "1 + | 4 | instead of the end of the formula",
        "1 + * 2 | 5 | expected a number, a name or '('",
        "2x | 2 | write * between",
        "2 # 3 | 3 | unexpected character '#'",
        "1e999 | 1 | infinity is written inf",
        "alpah + 1 | 1 | did you mean 'alpha'?",
        "1 + w | 5 | known: alpha, knee, sigma, z, x, y",
        "expp(1) | 1 | did you mean 'exp'?",
        "qqqqqqqq(1) | 1 | unknown function 'qqqqqqqq'",
        "alpha(1) | 1 | 'alpha' is a name",
        "exp | 1 | 'exp' needs arguments",
        "exp() | 1 | lacks its argument 'x'",
        "exp(1, 2) | 8 | exp takes 1 argument (x), not 2",
        "pow(x = 1, x = 2) | 12 | given twice",
        "pow(1, x = 2) | 8 | given twice",
        "pow(x = 1, 2) | 12 | a positional argument cannot follow a named one",
        "pow(x = 1, z = 2) | 12 | its arguments are x, y",
        "max(1) | 1 | lacks its argument 'y'",
        "normal(0, 1) | 1 | 'normal' is a density; a number is expected here",
        "1 + mix(1) | 5 | a number is expected here",
        "exp(1 | 6 | the '(' at character 4 is never closed",
        "exp(1 2) | 7 | expected ',' or ')' instead of '2'",
        "mu[state | 3 | unexpected character '['",
      })
  void numbers(String text, int position, String words) {
    String formula = text == null ? "" : text;
    check(
        assertThrows(FormulaException.class, () -> parser.number(formula, SCOPE)), position, words);
  }

  /** The same for densities of x. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | empty",
        "normal(0, -1) | 11 | sd of normal is -1.0, must be above 0",
        "gamma(-1, rate = 2) | 7 | shape of gamma is -1.0, must be above 0",
        "normal(inf, 1) | 8 | mean of normal is Infinity, must be a number",
        "normal(0, log(-1)) | 11 | sd of normal is NaN, must be above 0",
        "mix(0.5, normal(0, 1), beta(0, 2)) | 29 | a of beta is 0.0, must be above 0",
        "3 | 1 | a density is expected here",
        "alpha + knee | 1 | a density is expected here",
        "nromal(0, 1) | 1 | did you mean 'normal'?",
        "schecter(1, 2, 3) | 1 | did you mean 'schechter'?",
        "normal(mean = 0, sigma = 1) | 18 | its arguments are mean, sd",
        "normal(0) | 1 | lacks its argument 'sd'",
        "normal(0, 1, 2) | 14 | normal takes 2 arguments (mean, sd), not 3",
        "normal(0, sd = 1, sd = 2) | 19 | given twice",
        "normal(mean = 0, 1) | 18 | cannot follow a named one",
        "normal(0, normal(0, 1)) | 11 | a number is expected here, not a density",
        "normal(0, 1) + 1 | 1 | a number is expected here, not a density",
        "2 * normal(0, 1) | 5 | a number is expected here, not a density",
        "normal(0, 1) * 2 | 16 | a density is expected here",
        "-normal(0, 1) | 2 | a number is expected here",
        "normal(0, 1) * normal(0, 1) | 16 | 'x' has two densities",
        "normal(x, 1) | 1 | depends on 'x' itself",
        "normal(0, 1) x | 14 | expected an operator",
        "normal | 1 | 'normal' needs arguments",
        "mix(0.5, normal(0, 1)) | 1 | mix takes weights and densities",
        "mix(normal(0, 1), 0.5, normal(0, 1)) | 5 | a number is expected",
        "mix(0.5, 1, normal(0, 1)) | 10 | a density is expected",
        "mix(x, normal(0, 1), normal(0, 2)) | 1 | depends on its variables",
        "mix(0.5, normal(0, 1), d = normal(0, 2)) | 24 | takes no named arguments",
        "truncated(normal(0, 1), 0) | 1 | lacks its argument 'high'",
        "truncated(free(-x), 0, 1) | 1 | no closed form",
        "truncated(normal(0, 1), x, 1) | 1 | depends on the variable",
        "truncated(0, 1, 2) | 11 | a density is expected",
      })
  void densities(String text, int position, String words) {
    String formula = text == null ? "" : text;
    check(
        assertThrows(FormulaException.class, () -> parser.density(formula, List.of("x"), SCOPE)),
        position,
        words);
  }

  /** The same for densities of x and y. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal(0, 1) * normal(y, 0, 1) | 8 | must be one of the variables x, y",
        "normal(alpha, 0, 1) | 8 | must be one of the variables x, y",
        "normal(x + 1, 0, 1) | 8 | must be one of the variables x, y",
        "normal() | 8 | must be one of the variables x, y",
        "normal(x, 0, 1) | 16 | no density for y",
        "normal(x, y, 1) * normal(y, x, 1) | 19 | depend on each other in a circle",
        "mix(0.5, normal(x, 0, 1), normal(y, 0, 1)) | 1 | different variables",
        "truncated(normal(x, 0, 1) * normal(y, 0, 1), 0, 1) | 1 | only a density of one variable",
        "free(-x) | 1 | free takes its variables",
        "free(alpha, -x) | 6 | expected one of the variables x, y",
      })
  void severalVariables(String text, int position, String words) {
    check(
        assertThrows(FormulaException.class, () -> parser.density(text, List.of("x", "y"), SCOPE)),
        position,
        words);
  }

  @Test
  void pointsAtTheCharacter() {
    FormulaException e =
        assertThrows(FormulaException.class, () -> parser.number("1 +\n foo * 2", SCOPE));
    assertEquals("1 +  foo * 2\n     ^", e.pointer());
    assertEquals("1 +\n foo * 2", e.text());
    check(e, 6, "unknown name 'foo'");
  }

  @Test
  void refusesAbysses() {
    String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
    check(assertThrows(FormulaException.class, () -> parser.number(deep, SCOPE)), 201, "levels");
    String signs = "-".repeat(100_000) + "1";
    check(assertThrows(FormulaException.class, () -> parser.number(signs, SCOPE)), 201, "levels");
    String powers = "2^".repeat(100_000) + "1";
    assertThrows(FormulaException.class, () -> parser.number(powers, SCOPE));
  }

  @Test
  void variablesMustBeInTheScope() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> parser.density("normal(0, 1)", List.of("sgima"), SCOPE));
    assertTrue(e.getMessage().contains("did you mean 'sigma'?"));
  }

  @Test
  void namesHaveOneMeaning() {
    assertThrows(IllegalArgumentException.class, () -> SCOPE.withThetas(List.of("alpha")));
    assertTrue(ReservedNames.contains("object_id"));
    assertFalse(ReservedNames.contains("log_mass"));
    assertTrue(ReservedNames.isName("mu[state]"));
    assertFalse(ReservedNames.isName("2x"));
  }

  /** A message has one line of readable length, whatever somebody put in. */
  @Test
  void ofAVeryLongFormulaThePartAroundTheErrorIsQuoted() {
    String formula = "1 + ".repeat(500) + "wrong + 2" + " + 1".repeat(500);
    FormulaException e = assertThrows(FormulaException.class, () -> parser.number(formula, SCOPE));
    assertEquals(2_001, e.position());
    assertTrue(
        e.getMessage().contains("(character 2001 of ...\"" + "1 + ".repeat(10) + "wrong + 2"),
        e.getMessage());
    assertTrue(e.getMessage().length() < 300, e.getMessage());
  }

  @Test
  void moreOperatorsThanAnyFormulaHas() {
    String formula = "alpha" + " + alpha".repeat(100_000);
    FormulaException e = assertThrows(FormulaException.class, () -> parser.number(formula, SCOPE));
    check(e, 16_007, "more than 2000 of + - * /");
  }
}

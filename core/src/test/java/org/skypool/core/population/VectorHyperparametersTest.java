package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;

/** Vectors of hyperparameters. */
class VectorHyperparametersTest {

  private static PopulationModel parse(String density, String... lines) {
    Map<String, String> priors = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      priors.put(parts[0], parts[1]);
    }
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of("x"),
            List.of("z", "k"),
            Map.of("x", density),
            priors,
            Optional.empty(),
            Optional.empty(),
            false));
  }

  private static double value(PopulationModel model, Map<String, Double> point) {
    List<String> names = List.copyOf(point.keySet());
    double[] at = names.stream().mapToDouble(point::get).toArray();
    return ScalarFunction.of(model.logIntegrand(), names).value(at);
  }

  private static Map<String, Double> point(double x, double... h) {
    Map<String, Double> point = new LinkedHashMap<>(Map.of("x", x));
    for (int i = 1; i <= h.length; i++) {
      point.put("h[" + i + "]", h[i - 1]);
    }
    return point;
  }

  @Test
  void oneOfEachElement() {
    PopulationModel model =
        parse("histogram(0, 3, h)", "h[2] = uniform(0, 1)", "h[1..3] = normal(0, 1)");
    assertEquals(List.of("h[1]", "h[2]", "h[3]"), model.hyperprior().names());
    double[] phi = model.hyperprior().natural(new double[] {0.5, 0, -2});
    assertArrayEquals(new double[] {0.5, 0.5, -2}, phi, 1e-12);
    double sum = Math.exp(0.1) + Math.exp(0.6) + Math.exp(-1);
    assertEquals(0.6 - Math.log(sum), value(model, point(1.2, 0.1, 0.6, -1)), 1e-14);
  }

  /** A random walk: each element is drawn about the one before. */
  @Test
  void aPriorMayNameTheElementBefore() {
    PopulationModel model =
        parse(
            "histogram(0, 4, h)",
            "s = exponential(1)",
            "h[1..4] = normal(h[i - 1] + 0.1 * i, s)",
            "h[1] = normal(0, 5)");
    Hyperprior prior = model.hyperprior();
    assertEquals(List.of("h[3]", "s"), prior.parents("h[4]"));
    assertEquals(List.of(), prior.parents("h[1]"));
    double[] phi = prior.natural(new double[] {0, 1, 0, 1, -1});
    assertEquals(Math.log(2), phi[0], 1e-12);
    double first = 5;
    double second = first + 0.2;
    double third = second + 0.3 + Math.log(2);
    assertArrayEquals(
        new double[] {first, second, third, third + 0.4 - Math.log(2)},
        Arrays.copyOfRange(phi, 1, 5),
        1e-12);
  }

  @Test
  void vectorsInFormulas() {
    String[] priors = {"h[1..3] = normal(0, 1)"};
    double[] h = {0.2, -0.4, 1.5};
    String[][] same = {
      {"normal(sum(h * [1, 2, 3]), exp(h[1]))", "normal(h[1] + 2 * h[2] + 3 * h[3], exp(h[1]))"},
      {"normal(element(h, 2) + sum([h[1], 0, h[3]]), 1)", "normal(h[2] + h[1] + h[3], 1)"},
      {"normal(sum(cumulative_sum(h)), 1)", "normal(3 * h[1] + 2 * h[2] + h[3], 1)"},
      {"normal(sum(-exp(h) / 2), 1)", "normal(-(exp(h[1]) + exp(h[2]) + exp(h[3])) / 2, 1)"},
      {"histogram(0, 3, h)", "histogram(heights = [h], high = 3, low = 0)"},
      {"histogram(0, 3, h)", "histogram_between([0, 1, 2, 3], h + 7)"},
      {"histogram(0, 3, [0, h])", "histogram(0, 3, [0, h[1], h[2], h[3]])"},
    };
    for (String[] pair : same) {
      double expected = value(parse(pair[1], priors), point(1.7, h));
      assertEquals(expected, value(parse(pair[0], priors), point(1.7, h)), 1e-13, pair[0]);
    }
  }

  /** f = sd L d: variance and covariance are those of the Matern correlation. */
  @Test
  void gaussianProcessHasItsCovariance() {
    String[] priors = {"s = exponential(1)", "l = exponential(1)", "d[1..6] = normal(0, 1)"};
    double[][] root = new double[6][6];
    for (int i = 0; i < 6; i++) {
      PopulationModel model =
          parse("normal(element(gaussian_process(s, l, d), %d), 1)".formatted(i + 1), priors);
      for (int j = 0; j < 6; j++) {
        Map<String, Double> at = new LinkedHashMap<>(Map.of("s", 1.7, "l", 2.5, "x", 0.0));
        for (int k = 0; k < 6; k++) {
          at.put("d[" + (k + 1) + "]", k == j ? 1.0 : 0);
        }
        double log = value(model, at) + 0.5 * Math.log(2 * Math.PI);
        root[i][j] = Math.sqrt(Math.max(0, -2 * log));
      }
    }
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k <= i; k++) {
        double a = Math.sqrt(3) * (i - k) / 2.5;
        double sum = 0;
        for (int j = 0; j < 6; j++) {
          sum += root[i][j] * root[k][j] * sign(i, j) * sign(k, j);
        }
        assertEquals(1.7 * 1.7 * (1 + a) * Math.exp(-a), sum, 1e-7, i + ", " + k);
      }
    }
  }

  /** The test sees |L| only; the entries below the diagonal of this factor are positive. */
  private static double sign(int i, int j) {
    return j <= i ? 1 : 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "histogram(0, 3, h[4]) | no element h[4]: h has elements 1 to 3 (character 17",
        "histogram(0, 3, 1) | heights of histogram is a vector, such as h or [0, 1, 2]",
        "normal(h, 1) | a single number is expected here, not a vector of 3 (character 8",
        "normal(sum(h + [1, 2]), 1) | a vector of 2 cannot be combined with one of 3 (character 16",
        "histogram_between([0, 1, 2], h) | 3 heights need 4 edges, not 3 (character 1",
        "histogram(0, 3, [h, 1) | expected ',' or ']' instead of ')' (character 22",
        "histogram(0, 3, hh) | unknown name 'hh'; known: z, k, x, h[1], h[2], h[3], h (character 17",
        "spline(0, 1, [h[1]]) | spline needs 2 heights or more (character 1",
        "normal(sum(h[1]), 1) | vector of sum is a vector",
      })
  void errorsPointAtTheCharacter(String density, String words) {
    String message =
        assertThrows(KeyedFormulaException.class, () -> parse(density, "h[1..3] = normal(0, 1)"))
            .getMessage();
    assertTrue(message.contains(words), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h[1..3] = normal(h[i-1], 1) | no element h[i-1]: h has elements 1 to 3, and i is 1 here",
        "h[1..0] = normal(0, 1) | a vector is written [1..n] with n from 1 to 1000",
        "h[0..3] = normal(0, 1) | a vector is written [1..n] with n from 1 to 1000",
        "h[1..9999] = normal(0, 1) | a vector is written [1..n] with n from 1 to 1000",
        "h[1..3] = normal(h[i+1], 1); h[3] = normal(h[1], 1) | name one another in a cycle",
        "h[1..3] = normal(0, 1); h[4] = normal(0, 1) | h has elements 1 to 3",
      })
  void priorsThatAreRefused(String lines, String words) {
    String message =
        assertThrows(
                KeyedFormulaException.class, () -> parse("histogram(0, 3, h)", lines.split("; ")))
            .getMessage();
    assertTrue(message.startsWith("population.hyperprior.\"h["), message);
    assertTrue(message.contains(words), message);
  }

  @Test
  void numbersFixElements() {
    PopulationModel model = parse("histogram(0, 3, h)", "h[1..3] = normal(0, 1)", "h[2] = 0.25");
    assertEquals(List.of("h[1]", "h[3]"), model.hyperprior().names());
    assertEquals(List.of(), parse("histogram(0, 3, h)", "h[1..3] = 0").hyperprior().names());
  }
}

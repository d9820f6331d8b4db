package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.BoundProgram;
import org.skypool.core.expression.ChunkEvaluator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Program;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;

/** One hyperparameter per value of a covariate. */
class IndexedHyperparametersTest {

  private static PopulationModel parse(
      String density, Map<String, List<Double>> levels, String... lines) {
    Map<String, String> priors = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      priors.put(parts[0], parts[1]);
    }
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of("x"),
            List.of("state", "z"),
            Map.of("x", density),
            priors,
            Optional.empty(),
            Optional.empty(),
            false,
            Set.of(),
            Set.of("noise"),
            levels));
  }

  private static final Map<String, List<Double>> STATES =
      Map.of("state", List.of(-1.0, 2.0, 3.5, 10.0));

  private static PopulationModel states() {
    return parse(
        "normal(mu[ state ] * z, t) ",
        STATES,
        "t = exponential(1)",
        "mu[state] = normal(m, exp(s[state]))",
        "mu[2] = uniform(0, 1)",
        "m = normal(0, 5)",
        "s[state] = normal(0, 1)",
        "noise = exponential(2)",
        "s[10] = 0.5");
  }

  @Test
  void oneOfEachLevel() {
    Hyperprior prior = states().hyperprior();
    assertEquals(
        List.of(
            "t", "mu[-1]", "mu[3.5]", "mu[10]", "mu[2]", "m", "s[-1]", "s[2]", "s[3.5]", "noise"),
        prior.names());
    assertEquals(List.of("m", "s[-1]"), prior.parents("mu[-1]"));
    assertEquals(List.of("m", "s[3.5]"), prior.parents("mu[3.5]"));
    assertEquals(List.of("m"), prior.parents("mu[10]"));
    assertEquals(List.of(), prior.parents("mu[2]"));
    double[] z = {0, 1, 0, -1, 0, 0.2, 0, 0, 0.3, 0};
    Map<String, Double> phi = prior.named(prior.natural(z));
    assertEquals(2, phi.get("mu[-1]"), 1e-12);
    assertEquals(1 - Math.exp(0.5), phi.get("mu[10]"), 1e-12);
    assertEquals(0.5, phi.get("mu[2]"), 1e-12);
  }

  @Test
  void theLevelOfTheObjectIsChosen() {
    Expression log = states().logIntegrand();
    List<String> inputs = List.of("t", "mu[-1]", "mu[2]", "mu[3.5]", "mu[10]", "x", "state", "z");
    ScalarFunction f = ScalarFunction.of(log, inputs);
    double[] levels = {-1, 2, 3.5, 10};
    for (int l = 0; l < levels.length; l++) {
      double[] point = {0.8, 1, 2, 3, 4, 2.5, levels[l], 1.1};
      double mean = (l + 1) * 1.1;
      double u = (2.5 - mean) / 0.8;
      double[] gradient = new double[point.length];
      double value = f.valueAndGradient(point, gradient);
      assertEquals(-u * u / 2 - Math.log(0.8 * Math.sqrt(2 * Math.PI)), value, 1e-14);
      for (int j = 0; j < 4; j++) {
        assertEquals(j == l ? u / 0.8 * 1.1 : 0, gradient[j + 1], 1e-13);
      }
    }
    assertTrue(Double.isNaN(f.value(0.8, 1, 2, 3, 4, 2.5, 7, 1.1)), "an unknown level");
  }

  @Test
  void overBlocksOfDraws() {
    Expression log = states().logIntegrand();
    List<String> names = List.of("t", "mu[-1]", "mu[2]", "mu[3.5]", "mu[10]");
    double[] state = {3.5, -1, 10, 2, 2};
    double[] z = {1, 1.5, 0.7, 2, -1};
    double[] x = {2, 3, 1, 0, 4, 2, 2.2, 1, 1, 0.5};
    int[] offsets = {0, 2, 4, 6, 8, 10};
    BoundProgram bound =
        Program.of(log, names).bind(offsets, Map.of("x", x), Map.of("state", state, "z", z));
    double[] phi = {0.9, 1, 2, 3, 4};
    ChunkEvaluator evaluator = new ChunkEvaluator(bound.program());
    double[] values =
        evaluator.forward(bound.chunks().get(0), bound.program().at(phi, false)).clone();
    List<String> inputs = new ArrayList<>(names);
    inputs.addAll(List.of("x", "state", "z"));
    ScalarFunction f = ScalarFunction.of(log, inputs);
    for (int k = 0; k < x.length; k++) {
      double expected = f.value(0.9, 1, 2, 3, 4, x[k], state[k / 2], z[k / 2]);
      assertEquals(expected, values[k], 1e-13);
    }
  }

  private static String refusal(String density, Map<String, List<Double>> levels, String... lines) {
    return assertThrows(KeyedFormulaException.class, () -> parse(density, levels, lines))
        .getMessage();
  }

  @Test
  void refusals() {
    String prior = "mu[state] = normal(0, 1)";
    String message = refusal("normal(mu[state], 1)", Map.of(), prior);
    assertEquals(
        "population.hyperprior.\"mu[state]\" = \"normal(0, 1)\":"
            + " the values of the column state are needed",
        message);
    message = refusal("normal(mu[town], 1)", STATES, "mu[town] = normal(0, 1)");
    assertTrue(message.contains("town is not a column"), message);
    message = refusal("normal(mu, 1)", STATES, prior);
    assertTrue(message.contains("unknown name 'mu'"), message);
    message = refusal("normal(z, 1)", STATES, prior);
    assertTrue(
        message.startsWith("population.hyperprior.\"mu[state]\"")
            && message.contains("no density uses it"),
        message);
    message = refusal("normal(mu[state], 1)", STATES, "mu[state] = normal(a[state], 1)");
    assertTrue(message.contains("unknown name 'a[state]'"), message);
    List<Double> many = new ArrayList<>();
    for (double level = 0; level <= 1000; level++) {
      many.add(level);
    }
    message = refusal("normal(mu[state], 1)", Map.of("state", many), prior);
    assertTrue(message.contains("state has 1001 values, must be <= 1000"), message);
  }

  @Test
  void aNumberFixesAllLevels() {
    PopulationModel model =
        parse("normal(mu[state], t)", STATES, "t = exponential(1)", "mu[state] = 0.25");
    assertEquals(List.of("t"), model.hyperprior().names());
    ScalarFunction f = ScalarFunction.of(model.logIntegrand(), List.of("t", "x", "state"));
    double[] gradient = new double[3];
    double value = f.valueAndGradient(new double[] {1, 0.25, 10}, gradient);
    assertEquals(-0.5 * Math.log(2 * Math.PI), value, 1e-15);
    assertArrayEquals(new double[] {-1, 0, 0}, gradient, 1e-14);
  }
}

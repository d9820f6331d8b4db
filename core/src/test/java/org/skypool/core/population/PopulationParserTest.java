package org.skypool.core.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class PopulationParserTest {
  private static final Map<String, String> HYPERPRIORS =
      ordered("mu", "uniform(-3, 3)", "tau", "normal(1, 0.1)");

  private static Map<String, String> ordered(String... namesAndTexts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      map.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return map;
  }

  private static PopulationModel parse(
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      Optional<String> joint,
      Optional<String> detection,
      boolean onTruth) {
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of("x", "y"), List.of("z"), densities, hyperpriors, joint, detection, onTruth));
  }

  private static String refusal(
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      String joint,
      String detection) {
    return assertThrows(
            KeyedFormulaException.class,
            () ->
                parse(
                    densities,
                    hyperpriors,
                    Optional.ofNullable(joint),
                    Optional.ofNullable(detection),
                    false))
        .getMessage();
  }

  private static final Map<String, String> DENSITIES =
      ordered("x", "normal(mu + z, tau)", "y", "uniform(0, 2)");

  @Test
  void productOfDensities() {
    PopulationModel model =
        parse(DENSITIES, HYPERPRIORS, Optional.empty(), Optional.empty(), false);
    assertEquals(List.of("x", "y"), model.thetas());
    assertEquals(List.of("mu", "tau"), model.hyperprior().names());
    assertFalse(model.selection().isPresent());
    ScalarFunction f = ScalarFunction.of(model.logIntegrand(), List.of("mu", "tau", "x", "y", "z"));
    double u = (0.5 - 0.1 - 0.2) / 0.8;
    double expected = -u * u / 2 - Math.log(0.8 * Math.sqrt(2 * Math.PI)) - Math.log(2);
    assertEquals(expected, f.value(0.1, 0.8, 0.5, 1.5, 0.2), 1e-14);
  }

  @Test
  void aNumberFixesAHyperparameter() {
    PopulationModel model =
        parse(
            DENSITIES,
            ordered("mu", "uniform(-3, 3)", "tau", "2 * 0.4"),
            Optional.of("-mu^2 * tau"),
            Optional.empty(),
            false);
    assertEquals(List.of("mu"), model.hyperprior().names());
    double[] gradient = new double[1];
    assertEquals(-0.2, model.hyperprior().logJoint(new double[] {0.5}, gradient), 1e-15);
    assertArrayEquals(new double[] {-0.8}, gradient, 1e-15);
  }

  @Test
  void detectionActsOnTruthOrOnData() {
    for (boolean onTruth : new boolean[] {true, false}) {
      PopulationModel model =
          parse(DENSITIES, HYPERPRIORS, Optional.empty(), Optional.of("exp(-x^2 * z)"), onTruth);
      assertEquals(onTruth, model.selection().orElseThrow().actsOnTruth());
      List<String> inputs = List.of("mu", "tau", "x", "y", "z");
      double[] at = {0.1, 0.8, 0.5, 1.5, 0.2};
      double density = ScalarFunction.of(model.density().logDensity(), inputs).value(at);
      double integrand = ScalarFunction.of(model.logIntegrand(), inputs).value(at);
      assertEquals(onTruth ? -0.05 : 0, integrand - density, 1e-14);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "normal(mu, tau; character 15",
        "normal(mu, tou); 'tau'",
        "normol(mu, tau); normal",
        "normal(mu, tau, 3); character",
        "normal(mean = mu, width = tau); width",
        "mu + tau; character 1"
      })
  void badDensitiesNameKeyAndCharacter(String formula, String part) {
    String message = refusal(ordered("x", formula, "y", "uniform(0, 2)"), HYPERPRIORS, null, null);
    assertTrue(message.startsWith("population.density.x: "), message);
    assertTrue(message.contains(part) && message.contains("character"), message);
    assertTrue(message.contains("\"" + formula + "\""), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void densityOfSomethingElse() {
    String message = refusal(ordered("x, q", "normal(mu, tau)"), HYPERPRIORS, null, null);
    assertTrue(
        message.startsWith("population.density.\"x, q\" = \"normal(mu, tau)\": q is not"), message);
    assertTrue(message.contains("[x, y]"), message);
  }

  @Test
  void hyperparameterThatNothingUses() {
    String message =
        refusal(
            DENSITIES,
            ordered("mu", "uniform(-3, 3)", "tau", "normal(1, 0.1)", "nu", "uniform(0, 1)"),
            null,
            null);
    assertTrue(
        message.startsWith("population.hyperprior.nu = \"uniform(0, 1)\": no density uses it"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "uniform(0, 1; character 13",
        "uniform(3, 1); out of their domain",
        "normal(0, -1); sd of normal is -1.0, must be above 0 (character 11",
        "mix(0.5, normal(0, 1), normal(1, 1)); single named density",
        "normal(tau, 1); 'tau'",
        "unifrom(0, 1); uniform"
      })
  void badHyperpriorsNameTheirKey(String prior, String part) {
    String message = refusal(DENSITIES, ordered("mu", "uniform(-3, 3)", "tau", prior), null, null);
    assertTrue(message.startsWith("population.hyperprior.tau"), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.contains("\"" + prior + "\""), message);
  }

  @Test
  void badJointFactor() {
    String message = refusal(DENSITIES, HYPERPRIORS, "mu * nu", null);
    assertTrue(message.startsWith("population.hyperprior.joint: "), message);
    assertTrue(message.contains("character 6"), message);
    message = refusal(DENSITIES, HYPERPRIORS, "mu * x", null);
    assertTrue(message.startsWith("population.hyperprior.joint: "), message);
  }

  @Test
  void badDetections() {
    String key = "population.selection.detection";
    String message = refusal(DENSITIES, HYPERPRIORS, null, "normal_cdf(x - q)");
    assertTrue(message.startsWith(key + ": ") && message.contains("character 16"), message);
    message = refusal(DENSITIES, HYPERPRIORS, null, "normal_cdf(x - mu)");
    assertTrue(message.startsWith(key + ": hyperparameters [mu]"), message);
    assertTrue(message.contains("character 16"), message);
    message = refusal(DENSITIES, HYPERPRIORS, null, "normal_cdf(z)");
    assertTrue(message.startsWith(key + ": ") && message.contains("[x, y] (character 1 "), message);
  }

  @Test
  void namesThatCollide() {
    String message =
        refusal(DENSITIES, ordered("mu", "uniform(-3, 3)", "z", "normal(1, 0.1)"), null, null);
    assertTrue(message.startsWith("population = \"hyperprior\": "), message);
    assertTrue(message.contains("z"), message);
  }
}

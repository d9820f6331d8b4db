package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the object models of exact values and of predicted observables ask of a configuration. */
class ObservablesRefusalTest {
  private static final String OBSERVABLES =
      """
      catalog { source = csv, path = "stars.csv" }
      objects {
        model = observables
        observable {
          parallax { predicted = "1 / r", value = "plx + zero", error = e_plx }
          magnitude { predicted = "m + 5 * log10(r)", value = g, error = 0.02 }
        }
        interim-prior { r = "gamma(3, 2)", m = "normal(5, 3)" }
      }
      population {
        density { r = "gamma(3, k)", m = "normal(mu, 1)" }
        hyperprior { k = "uniform(1, 3)", mu = "normal(5, 1)", zero = "normal(0, 0.1)" }
      }
      """;

  private static final String EXACT =
      """
      catalog { source = csv, path = "values.csv" }
      objects { model = exact, theta.x { value = y } }
      population { density.x = "normal(mu, 1)", hyperprior.mu = "normal(0, 1)" }
      """;

  @TempDir Path folder;

  private String refusal(String text, String... sets) {
    return assertThrows(ConfigException.class, () -> ConfigFiles.load(folder, text, sets))
        .getMessage();
  }

  @Test
  void thetasAreThoseOfPriorsAndDensities() {
    RunConfig.Objects objects = ConfigFiles.load(folder, OBSERVABLES).objects();
    assertEquals(List.of("m", "r"), objects.free());
    assertEquals(
        Map.of("predicted", "1 / r", "value", "plx + zero", "error", "e_plx"),
        objects.observables().get("parallax"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects.observable.parallax.predicted=null | objects.observable.parallax.predicted is required by objects.model = observables",
        "objects.observable.parallax.eror=1 | objects.observable.parallax.eror: objects.model = observables takes value, predicted, error; the nearest is objects.observable.parallax.error",
        "objects.observable=null | objects.observable is required by objects.model = observables",
        "objects.interim-prior.m=null | objects.interim-prior.m is required",
        "population.density.m=null | population.density.m is required",
        "objects.theta.r.value=plx | objects.theta.r: objects.model = observables takes its arguments under objects.observable",
        "objects.correlation.\"r,m\"=0.1 | objects.correlation.\"r,m\": must name two observables",
        "objects.model=gaussian | objects.theta.m.value is required",
      })
  void observables(String set, String expected) {
    String message = refusal(OBSERVABLES, set);
    assertTrue(message.startsWith(expected.strip()), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects.interim-prior.x=normal(0, 1) | objects.interim-prior.x: objects.model = exact takes the values as they are; must be left out",
        "objects.draws=64 | objects.draws = 64: objects.model = exact has one point per object; must be left out",
        "engine=joint | engine = joint: objects.model = exact has no individual parameters to sample; must be reweight",
        "engine=gibbs | engine = gibbs: objects.model = exact has no individual parameters to sample; must be reweight",
        "report.compare=true | report.compare = true: objects.model = exact leaves nothing to shrink, so independent estimates are the values; must be false",
        "objects.theta.x.error=1 | objects.theta.x.error: objects.model = exact takes value; the nearest is objects.theta.x.value",
      })
  void exactValues(String set, String expected) {
    assertEquals(expected.strip(), refusal(EXACT, set));
  }
}

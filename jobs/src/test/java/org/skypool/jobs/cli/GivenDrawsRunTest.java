package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on draws made elsewhere: independent draws of the interim posteriors of objects measured
 * with unit errors, interim prior {@code normal(0, 3)}.
 */
class GivenDrawsRunTest {
  private static final String GIVEN =
      """
      name = given
      seed = 5
      catalog { source = draws, format = csv, path = "CATALOGUE", id = object }
      objects { model = given, theta.x { draws = x }, interim-prior.x = "normal(0, 3)" }
      population {
        density.x = "normal(mu, tau)"
        hyperprior { mu = "uniform(-3, 3)", tau = "uniform(0, 5)" }
      }
      hyperposterior.ess = 400
      individuals.draws = 8
      """;

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("out");
  }

  /** Given unit errors the interim posterior of a datum d is normal(0.9 d, sqrt(0.9)). */
  private RunsOnSpark.Outcome run(double tau, int objects, int draws) {
    SplittableRandom random = new SplittableRandom(8);
    StringBuilder rows = new StringBuilder("object,x\n");
    for (int i = 0; i < objects; i++) {
      double datum = 0.3 + tau * random.nextGaussian() + random.nextGaussian();
      for (int k = 0; k < draws; k++) {
        double x = 0.9 * datum + Math.sqrt(0.9) * random.nextGaussian();
        rows.append(String.format(Locale.ROOT, "g%d,%.6f%n", i, x));
      }
    }
    Path table = RunsOnSpark.write(folder.resolve("draws.csv"), rows.toString());
    return RunsOnSpark.execute("run", RunsOnSpark.configuration(folder, GIVEN, table), output());
  }

  private JsonNode guard(String name) {
    for (JsonNode guard : RunsOnSpark.record(output()).get("guards")) {
      if (guard.get("name").asText().equals(name)) {
        return guard;
      }
    }
    throw new AssertionError("no guard " + name);
  }

  @Test
  void tooFewDrawsAreAFailedGuard() {
    RunsOnSpark.Outcome outcome = run(0.5, 200, 16);
    assertEquals(4, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("untrustworthy: guard bias is "), outcome.err());
    JsonNode run = RunsOnSpark.record(output());
    assertEquals("untrustworthy", run.get("status").asText());
    assertEquals(1, run.get("rounds").size());
    double bias = run.at("/hyperparameters/tau/bias_sd").asDouble();
    assertTrue(bias < -0.2, run.get("hyperparameters").toString());
    assertEquals(-bias, guard("bias").get("value").asDouble(), 1e-9);
    assertTrue(Files.exists(output().resolve("report.html")));
  }

  @Test
  void enoughDrawsAreTrusted() {
    RunsOnSpark.Outcome outcome = run(2, 40, 200);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("ok", RunsOnSpark.record(output()).get("status").asText());
    assertTrue(guard("bias").get("value").asDouble() < 0.2, guard("bias").toString());
  }
}

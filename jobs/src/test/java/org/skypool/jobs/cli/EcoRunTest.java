package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The project's configuration of the ECO survey, from the catalogue to the report. */
class EcoRunTest {
  @TempDir Path folder;

  private static Path project() {
    return Launched.module().getParent();
  }

  private static Path catalogue() {
    Path file =
        project()
            .resolve("../shared/data/gsmf/eco/eco_dr1_named.csv.gz")
            .toAbsolutePath()
            .normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    return file;
  }

  /**
   * Means and standard deviations by quadrature: 81 x 81 values of slope and knee, each object's
   * integral and the detection probability by Simpson's rule at steps of 0.005 dex up to 13.
   */
  @ParameterizedTest
  @CsvSource({
    "0.2, -1.12263, 0.015811, 10.81689, 0.025903",
    "0.15, -1.13609, 0.014983, 10.85777, 0.024810"
  })
  void answerIsThatOfQuadrature(
      String error, double alpha, double alphaSd, double knee, double kneeSd) {
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute(
            "population",
            project().resolve("conf/gsmf-eco.conf"),
            output,
            "--set",
            "catalog.path=" + catalogue(),
            "--set",
            "objects.theta.log_mass.error=" + error);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode run = RunsOnSpark.record(output);
    assertEquals("ok", run.get("status").asText());
    assertEquals(12_681, run.at("/input/rows").asInt());
    assertEquals(6_550, run.at("/input/objects").asInt());
    assertEquals(
        "normal_cdf((log_mass - 8.9) / " + error + ")",
        run.at("/config/population/selection/detection").asText());
    close(run.at("/hyperparameters/alpha"), alpha, alphaSd);
    close(run.at("/hyperparameters/log_m_star"), knee, kneeSd);
  }

  private static void close(JsonNode found, double mean, double sd) {
    double allowed = 0.1 * sd + 4 * found.get("mcse_mean").asDouble();
    assertEquals(mean, found.get("mean").asDouble(), allowed);
    // relative standard error of an sd: 1 / sqrt(2 effective draws)
    double relative = 1 / Math.sqrt(2 * found.get("ess_bulk").asDouble());
    assertEquals(1, found.get("sd").asDouble() / sd, 0.05 + 4 * relative);
    assertTrue(Math.abs(found.get("bias_sd").asDouble()) < 0.05, found.toString());
  }

  @Test
  void checkSaysWhatWouldRunAndWritesNothing() {
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute(
            "check",
            project().resolve("conf/gsmf-eco.conf"),
            output,
            "--set",
            "catalog.path=" + catalogue());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("6,550 objects"), outcome.out());
    assertTrue(Files.notExists(output), output + " was written");
  }
}

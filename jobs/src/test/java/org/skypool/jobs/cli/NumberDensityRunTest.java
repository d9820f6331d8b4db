package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/** The configurations that infer how many galaxies there are, as they are written. */
class NumberDensityRunTest {
  @TempDir Path folder;

  private static Path conf(String problem) {
    return Launched.module().getParent().resolve("conf/" + problem + ".conf");
  }

  private JsonNode run(String command, String problem, String... more) {
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute(command, conf(problem), output, more);
    assertEquals(0, outcome.code(), outcome.err());
    return RunsOnSpark.record(output);
  }

  private static void near(JsonNode run, String name, double mean, double sd) {
    JsonNode found = run.at("/hyperparameters/" + name);
    double allowed = 0.1 * sd + 4 * found.get("mcse_mean").asDouble();
    assertEquals(mean, found.get("mean").asDouble(), allowed, name);
    double relative = 1 / Math.sqrt(2 * found.get("ess_bulk").asDouble());
    assertEquals(1, found.get("sd").asDouble() / sd, 0.05 + 4 * relative, name);
  }

  /** The truth within 3 sd: a false alarm in one of 120 seeds, and the seed is fixed. */
  @Test
  void mock() throws Exception {
    JsonNode run = run("run", "gsmf-density");
    List<String> names = List.of("alpha", "log_m_star", "log_phi_star");
    double[] truth = {-1.15, 10.8, -2.55};
    for (int j = 0; j < truth.length; j++) {
      JsonNode found = run.at("/hyperparameters/" + names.get(j));
      assertEquals(truth[j], found.get("mean").asDouble(), 3 * found.get("sd").asDouble());
    }
    JsonNode expected = run.get("expected");
    long observed = expected.get("observed").asLong();
    assertEquals(
        List.of(Long.toString(observed)),
        Duck.rows(
            "SELECT count(*) FROM " + RunsOnSpark.table(folder.resolve("out"), "individuals")));
    // a flat prior of the logarithm leaves a gamma posterior of shape N
    assertEquals(observed, expected.get("mean").asDouble(), 4 * Math.sqrt(observed / 1000.0));
    assertEquals(1, expected.get("sd").asDouble() / Math.sqrt(observed), 0.1);
    assertTrue(Files.readString(folder.resolve("out/report.html")).contains("expected"));
  }

  /**
   * ECO by quadrature over slope and knee, 41 x 41 values, with Simpson's rule over the mass at
   * steps of 0.005 dex; given them the expected number is gamma(N).
   */
  @Test
  @Tag("nightly")
  void eco() {
    Path file =
        Launched.module()
            .getParent()
            .resolve("../shared/data/gsmf/eco/eco_dr1_named.csv.gz")
            .toAbsolutePath()
            .normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    JsonNode run = run("population", "gsmf-density-eco", "--set", "catalog.path=" + file);
    assertEquals(6_550, run.at("/expected/observed").asLong());
    near(run, "alpha", -1.12263, 0.015811);
    near(run, "log_m_star", 10.81689, 0.025903);
    near(run, "log_phi_star", -2.54524, 0.025351);
  }
}

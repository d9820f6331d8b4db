package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mass functions that change with redshift, as their configurations are written: every true
 * hyperparameter is recovered.
 */
@Tag("nightly")
class EvolvingMassFunctionRunTest {
  @TempDir Path folder;

  /**
   * Every truth within {@code most} sd, at which one seed in 100 raises a false alarm by one of the
   * hyperparameters if they were independent; the seeds are fixed.
   */
  @ParameterizedTest
  @CsvSource({"gsmf-evolving, 3.1", "gsmf-photoz, 3.15"})
  void recovered(String problem, double most) {
    Path output = folder.resolve("out");
    Path conf = Launched.module().getParent().resolve("conf/" + problem + ".conf");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("population", conf, output);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode run = RunsOnSpark.record(output);
    JsonNode truth =
        run.at("/config/catalog/mock/truth").isMissingNode()
            ? run.at("/config/mock/truth")
            : run.at("/config/catalog/mock/truth");
    assertTrue(truth.size() >= 4, truth.toString());
    truth
        .fields()
        .forEachRemaining(
            e -> {
              JsonNode found = run.at("/hyperparameters").get(e.getKey());
              double off = found.get("mean").asDouble() - e.getValue().asDouble();
              assertTrue(
                  Math.abs(off) <= most * found.get("sd").asDouble(), e.getKey() + ": " + found);
            });
    if (run.get("expected").isObject()) {
      double observed = run.at("/expected/observed").asDouble();
      double sd = run.at("/expected/sd").asDouble();
      assertEquals(observed, run.at("/expected/mean").asDouble(), 2 * sd);
    }
  }
}

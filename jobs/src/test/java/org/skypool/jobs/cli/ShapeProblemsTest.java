package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worked problems whose population has no formula, or is that of eccentricities. */
class ShapeProblemsTest {
  @TempDir Path folder;

  private JsonNode run(String problem, String... more) {
    Path conf = Launched.module().getParent().resolve("conf/" + problem + ".conf");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("run", conf, folder.resolve("out"), more);
    assertEquals(0, outcome.code(), outcome.err());
    return RunsOnSpark.record(folder.resolve("out")).get("hyperparameters");
  }

  private static void holds(JsonNode found, String name, double truth) {
    JsonNode one = found.get(name);
    double off = (one.get("mean").asDouble() - truth) / one.get("sd").asDouble();
    assertTrue(Math.abs(off) < 3, () -> name + " is " + off + " sd from the truth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eccentricities", "eccentricities-draws"})
  void eccentricities(String problem) {
    String path =
        Launched.module().getParent().resolve("conf/data/eccentricity-draws.csv").toString();
    JsonNode found =
        problem.endsWith("draws") ? run(problem, "--set", "catalog.path=" + path) : run(problem);
    holds(found, "a", 0.867);
    holds(found, "b", 3.03);
    assertTrue(found.get("a").get("sd").asDouble() < 0.25, "a is known");
  }

  /**
   * Logarithms of Schechter's share of a bin of 0.25 dex over that of the first, up to a constant.
   */
  private static double logShare(int bin) {
    double sum = 0;
    for (int k = 0; k < 1000; k++) {
      double x = 8.5 + 0.25 * (bin - 1 + (k + 0.5) / 1000);
      double u = Math.log(10) * (x - 10.7);
      sum += Math.exp(-0.25 * u - Math.exp(u));
    }
    return Math.log(sum);
  }

  /**
   * Where the survey has many galaxies the bins' heights relative to one another hold the mock's
   * Schechter function within 3 sd.
   */
  @Test
  @Tag("nightly")
  void massFunctionAsAHistogram() {
    JsonNode found = run("gsmf-histogram");
    assertEquals(13, found.size());
    for (int bin = 4; bin <= 9; bin++) {
      JsonNode low = found.get("h[" + bin + "]");
      JsonNode high = found.get("h[" + (bin + 1) + "]");
      double difference = high.get("mean").asDouble() - low.get("mean").asDouble();
      double truth = logShare(bin + 1) - logShare(bin);
      double sd = Math.hypot(0.1, high.get("sd").asDouble());
      assertEquals(truth, difference, 3 * sd, "between bins " + bin + " and " + (bin + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gsmf-spline", "gsmf-gaussian-process", "eccentricities-histogram"})
  @Tag("nightly")
  void othersRunAsWritten(String problem) {
    assertTrue(run(problem).size() > 7);
  }
}

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
    return RunsOnSpark.record(folder.resolve("out"));
  }

  /** Within 3 sd of the truth, and known to a given sd. */
  private static void holds(JsonNode found, String name, double truth, double most) {
    double sd = found.get(name).get("sd").asDouble();
    double off = (found.get(name).get("mean").asDouble() - truth) / sd;
    assertTrue(Math.abs(off) < 3, () -> name + " is " + off + " sd from the truth");
    assertTrue(sd < most, () -> name + " is known to " + sd);
  }

  /** Quantities derived from neighbouring heights: the logarithm of their ratio. */
  private static String ratios(int from, int to) {
    StringBuilder text = new StringBuilder("population.derived={");
    for (int bin = from; bin <= to; bin++) {
      text.append("r%d=\"h[%d] - h[%d]\",".formatted(bin, bin + 1, bin));
    }
    return text.append("}").toString();
  }

  @Test
  void eccentricities() {
    JsonNode found = run("eccentricities").get("hyperparameters");
    holds(found, "a", 0.867, 0.1);
    holds(found, "b", 3.03, 0.4);
  }

  /** From draws that taken together are biased high. */
  @Test
  void eccentricitiesFromDraws() {
    Path draws = Launched.module().getParent().resolve("conf/data/eccentricity-draws.csv");
    JsonNode found = run("eccentricities-draws", "--set", "catalog.path=" + draws);
    holds(found.get("hyperparameters"), "b", 3, 0.5);
  }

  /** Logarithm of Schechter's share of a bin of 0.25 dex, up to a constant. */
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
   * Where the survey has many galaxies: neighbouring bins against the mock's Schechter function.
   */
  @Test
  @Tag("nightly")
  void massFunctionAsAHistogram() {
    JsonNode found = run("gsmf-histogram", "--set", ratios(4, 9));
    assertEquals(12, found.get("hyperparameters").size());
    for (int bin = 4; bin <= 9; bin++) {
      holds(found.get("derived"), "r" + bin, logShare(bin + 1) - logShare(bin), 0.6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gsmf-spline", "gsmf-gaussian-process", "eccentricities-histogram"})
  @Tag("nightly")
  void othersRunAsWritten(String problem) {
    assertTrue(run(problem).get("hyperparameters").size() > 6);
  }
}

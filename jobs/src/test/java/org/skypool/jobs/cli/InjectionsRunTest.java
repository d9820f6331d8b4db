package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration with injections as it is written, with too few of them, and from a table. */
class InjectionsRunTest {
  private static final String DETECTION =
      "population.selection.detection=\"normal_cdf((log_mass - 8.9) / 0.2)\"";

  @TempDir Path folder;

  private JsonNode population(int code, String out, String... sets) {
    Path conf = Launched.module().getParent().resolve("conf/gsmf-injections.conf");
    List<String> more = new ArrayList<>();
    for (String set : sets) {
      more.addAll(List.of("--set", set));
    }
    Path output = folder.resolve(out);
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("population", conf, output, more.toArray(String[]::new));
    assertEquals(code, outcome.code(), outcome.err());
    return RunsOnSpark.record(output);
  }

  private static List<String> failed(JsonNode run) {
    List<String> failed = new ArrayList<>();
    for (JsonNode guard : run.get("guards")) {
      if (!guard.get("passed").asBoolean()) {
        failed.add(guard.get("name").asText());
      }
    }
    return failed;
  }

  private static double guard(JsonNode run, String name) {
    for (JsonNode guard : run.get("guards")) {
      if (guard.get("name").asText().equals(name)) {
        return guard.get("value").asDouble();
      }
    }
    throw new AssertionError("no guard " + name);
  }

  /**
   * The same catalogue with the formula: within four times what the guard foretells, and four Monte
   * Carlo errors of both.
   */
  @Test
  @Tag("nightly")
  void agreesWithTheFormula() {
    JsonNode injected = population(0, "injected");
    JsonNode exact = population(0, "exact", "population.selection.injections=null", DETECTION);
    double foretold = guard(injected, "injections");
    assertTrue(foretold > 0.005 && foretold < 0.1, "foretold " + foretold);
    for (String name : List.of("alpha", "log_m_star")) {
      JsonNode one = injected.at("/hyperparameters/" + name);
      JsonNode other = exact.at("/hyperparameters/" + name);
      double sd = other.get("sd").asDouble();
      double noise = Math.hypot(one.get("mcse_mean").asDouble(), other.get("mcse_mean").asDouble());
      double apart = Math.abs(one.get("mean").asDouble() - other.get("mean").asDouble());
      assertTrue(apart <= 4 * foretold * sd + 4 * noise, name + " apart by " + apart / sd + " sd");
      assertEquals(1, one.get("sd").asDouble() / sd, 0.2, name);
    }
  }

  /** Too few for the answer, and then for anything. */
  @Test
  @Tag("nightly")
  void tooFew() {
    String drawn = "population.selection.injections.drawn=";
    JsonNode few = population(4, "few", drawn + "10000");
    assertEquals(List.of("injections"), failed(few));
    assertTrue(guard(few, "injections_effective") > 800);
    JsonNode fewer = population(4, "fewer", drawn + "500");
    assertEquals(List.of("injections_effective", "injections"), failed(fewer));
  }

  /** A table, in which those that were not found are marked. */
  @Test
  @Tag("nightly")
  void fromATable() {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("mass,p,snr\n");
    int drawn = 150_000;
    for (int i = 0; i < drawn; i++) {
      double mass = 8 + 4 * random.nextDouble();
      boolean found = mass + 0.2 * random.nextGaussian() > 8.9;
      text.append(String.format(Locale.ROOT, "%.5f,0.25,%d%n", mass, found ? 9 : 7));
    }
    Path table = RunsOnSpark.write(folder.resolve("injections.csv"), text.toString());
    String section = "population.selection.injections";
    JsonNode run =
        population(
            0,
            "table",
            "catalog.mock.objects=150",
            section + ".draw=null",
            section + ".drawn=" + drawn,
            section + ".path=\"" + table + "\"",
            section + ".where=\"snr > 8\"",
            section + ".density=p",
            section + ".columns.log_mass=mass");
    double[] truth = {-1.25, 10.7};
    for (String name : Arrays.asList("alpha", "log_m_star")) {
      JsonNode found = run.at("/hyperparameters/" + name);
      double at = truth[name.equals("alpha") ? 0 : 1];
      assertEquals(at, found.get("mean").asDouble(), 3 * found.get("sd").asDouble(), name);
    }
  }
}

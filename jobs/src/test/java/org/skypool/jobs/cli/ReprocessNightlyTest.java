package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A survey of 100,000 objects of which 1 % change, with a likelihood that makes an object cost more
 * than 5 ms, in processes of their own. What is asserted are ratios; the figures are published.
 */
@Tag("nightly")
class ReprocessNightlyTest {
  private static final int OBJECTS = 100_000;
  private static final int CHANGED = OBJECTS / 100;
  private static final String WORK = "900";
  private static final int HOURS = 2;

  @TempDir Path folder;

  private Launched launch(String name, Path conf, Path jar, Path output, Path catalogue)
      throws Exception {
    return Launched.java(
        folder,
        name,
        System.getProperty("java.class.path") + File.pathSeparator + jar,
        Map.of(),
        "org.skypool.jobs.Main",
        "run",
        conf.toString(),
        "--out",
        output.toString(),
        "--master",
        "local[2]",
        "--set",
        "catalog.path=" + catalogue);
  }

  private JsonNode run(String name, Path conf, Path jar, Path output, Path catalogue)
      throws Exception {
    try (Launched run = launch(name, conf, jar, output, catalogue)) {
      assertEquals(0, run.exitCode(HOURS * 3600), run.err());
    }
    return RunsOnSpark.record(output);
  }

  @Test
  void onePerCentOfTheObjectsCostsAFewPerCentOfTheSampling() throws Exception {
    Nights nights = Nights.of(OBJECTS, 5);
    Path first = nights.write(folder.resolve("one.csv"));
    nights.change(0, 100, CHANGED);
    Path second = nights.write(folder.resolve("two.csv"));
    String slow =
        Nights.CONFIGURATION
                .replace("model = gaussian", "model = slow\n  draws = 64")
                .replace("error = x_err", "error = x_err, work = " + WORK)
            + "rounds.max = 2\n";
    Path conf = RunsOnSpark.configuration(folder, slow, first);
    Path jar = UserJar.ofTheSlowModel(folder);
    Path output = folder.resolve("out");
    JsonNode one = run("one", conf, jar, output, first);
    JsonNode two = run("two", conf, jar, output, second);
    long sampled = 0;
    for (JsonNode round : two.get("reused")) {
      sampled = Math.max(sampled, round.get("changed").asLong() + round.get("added").asLong());
    }
    double share =
        two.at("/cpu_seconds/sample").asDouble() / one.at("/cpu_seconds/sample").asDouble();
    System.out.printf(
        Locale.ROOT,
        "%d of %d objects sampled again; CPU seconds of sampling %.1f, then %.1f (%.2f %%), %.2f ms per"
            + " object; of all stages %s, then %s; seconds %s, then %s%n",
        sampled,
        OBJECTS,
        one.at("/cpu_seconds/sample").asDouble(),
        two.at("/cpu_seconds/sample").asDouble(),
        100 * share,
        1e3 * one.at("/cpu_seconds/sample").asDouble() / OBJECTS,
        one.get("cpu_seconds"),
        two.get("cpu_seconds"),
        one.get("seconds"),
        two.get("seconds"));
    assertEquals(List.of(0, 1), List.of(round(two, 0), round(two, 1)));
    assertTrue(sampled <= 1.2 * CHANGED, sampled + " objects sampled again");
    assertTrue(share < 0.05, share + " of the CPU time of the first sampling");
  }

  private static int round(JsonNode record, int at) {
    return record.at("/reused/" + at + "/round").asInt(-1);
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone who watches a run in a process of its own gets to see. */
class WatchedRunTest {
  /** A terminal of 80 by 40, with the prompt. */
  private static final int SCREEN = 39;

  private static final String PLUGIN =
      "watched.driver.plugin.org.skypool.jobs.progress.MetricsPlugin.";

  @TempDir Path folder;

  /** The last value that a sink was given. */
  private String metric(String name) throws Exception {
    List<String> lines =
        Files.readAllLines(folder.resolve("metrics").resolve(PLUGIN + name + ".csv"));
    assertEquals("t,value", lines.get(0));
    return lines.get(lines.size() - 1).split(",", 2)[1];
  }

  private double number(String name) throws Exception {
    return Double.parseDouble(metric(name));
  }

  @Test
  void metricsGoToASinkAndTheOutputFitsOneScreen() throws Exception {
    Path catalogue = RunsOnSpark.normalCatalogue(folder, 300);
    RunsOnSpark.write(catalogue, Files.readString(catalogue) + "1.2,-1\nNaN,0.2\n");
    Path conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, catalogue);
    Path output = folder.resolve("out");
    Path metrics = Files.createDirectory(folder.resolve("metrics"));
    try (Launched run =
        Launched.java(
            folder,
            "watched",
            System.getProperty("java.class.path"),
            Map.of(),
            "-Dspark.metrics.namespace=watched",
            "-Dspark.metrics.conf.driver.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
            "-Dspark.metrics.conf.driver.sink.csv.directory=" + metrics,
            "org.skypool.jobs.Main",
            "run",
            conf.toString(),
            "--out",
            output.toString(),
            "--master",
            "local[2]")) {
      assertEquals(0, run.exitCode(), run.err());
      assertOneScreen(run);
    }
    JsonNode record = RunsOnSpark.record(output);
    int rounds = record.get("rounds").size();
    assertEquals(300.0 * rounds, number("objects_sampled"));
    assertEquals(300, number("objects"));
    assertEquals(2, number("rows_rejected"));
    assertEquals(0, number("objects_set_aside"));
    assertEquals(rounds - 1.0, number("round"));
    assertTrue(number("fit_passes") >= record.get("passes").asDouble(), metric("fit_passes"));
    assertTrue(number("fit_vectors") >= number("fit_passes"));
    assertEquals(400, number("effective_draws_wanted"));
    assertTrue(number("effective_draws") >= 400, metric("effective_draws"));
    assertEquals("", metric("stage"));
    assertEquals(0, number("stage_number"));
  }

  private static void assertOneScreen(Launched run) throws Exception {
    List<String> lines = Stream.concat(run.out().lines(), run.err().lines()).toList();
    String all = String.join("\n", lines);
    assertTrue(lines.size() < SCREEN, all);
    for (String line : lines) {
      assertFalse(line.contains("WARN") || line.contains("ERROR"), all);
      assertFalse(line.contains("\r"), all);
    }
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("sampling, interim round: 300 in ")), all);
    assertTrue(
        lines.stream()
            .anyMatch(
                line -> line.matches("fit, round 0, passes: .*, [0-9,]+ of 400 effective draws")),
        all);
  }
}

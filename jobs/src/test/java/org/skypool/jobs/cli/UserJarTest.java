package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module in {@code examples/user-model}, and objects that take long. */
class UserJarTest {
  @TempDir Path folder;

  private Launched launch(String name, Path jar, String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "org.skypool.jobs.Main";
    System.arraycopy(words, 0, all, 1, words.length);
    return Launched.java(
        folder,
        name,
        System.getProperty("java.class.path") + File.pathSeparator + jar,
        Map.of(),
        all);
  }

  @Test
  void exampleIsListedAndRecoversItsTruth() throws Exception {
    Path jar = UserJar.ofTheExample(folder);
    try (Launched models = launch("models", jar, "models")) {
      assertEquals(0, models.exitCode(), models.err());
      for (String line :
          new String[] {
            "gumbel\\(location, scale\\) +gumbel\\(10.5, 0.2\\)  \\[org.example.skypool.Gumbel in user-model.jar\\]",
            "two_piece +values with different errors above and below  \\[org.example.skypool.TwoPieceModel in user-model.jar\\]"
          }) {
        assertTrue(models.out().lines().anyMatch(out -> out.strip().matches(line)), models.out());
      }
    }
    Path conf = Launched.module().resolveSibling("examples").resolve("user-model/brightest.conf");
    Path output = folder.resolve("out");
    try (Launched run =
        launch("run", jar, "population", conf.toString(), "--out", output.toString())) {
      assertEquals(0, run.exitCode(), run.err());
    }
    JsonNode record = RunsOnSpark.record(output);
    for (Map.Entry<String, Double> truth : Map.of("location", 10.6, "scale", 0.25).entrySet()) {
      JsonNode found = record.at("/hyperparameters/" + truth.getKey());
      double sd = found.get("sd").asDouble();
      assertEquals(truth.getValue(), found.get("mean").asDouble(), 4 * sd, truth.getKey());
      assertTrue(sd < 0.01, found.toString());
    }
    assertEquals(2, record.get("user_code").size());
    assertEquals("org.example.skypool.TwoPieceModel", record.at("/user_code/0/class").asText());
    assertEquals(64, record.at("/user_code/1/sha256").asText().length());
  }

  /** The likelihood of one object of 300 costs 20,000 times as much as that of another. */
  @Test
  void anObjectThatTakesLongIsNamedAndCanBeSetAside() throws Exception {
    Path jar = UserJar.ofTheSlowModel(folder);
    Path conf = SlowSurvey.configuration(folder, 300, "work");
    String columns =
        "catalog.columns.work=\"CASE WHEN x_err = %s THEN 100000 ELSE 5 END\""
            .formatted(rareError(conf));
    Path output = folder.resolve("limited");
    try (Launched run =
        launch(
            "limited",
            jar,
            "population",
            conf.toString(),
            "--set",
            columns,
            "--set",
            "objects.time-limit=0.5",
            "--out",
            output.toString())) {
      int code = run.exitCode();
      assertTrue(code == 0 || code == 4, run.err());
    }
    JsonNode input = RunsOnSpark.record(output).get("input");
    assertEquals(
        1,
        input
            .at("/reasons")
            .get("its likelihood takes longer than objects.time-limit = 0.5 s")
            .asInt(),
        input.toString());
    assertEquals(299, input.get("objects").asInt());
    Path whole = folder.resolve("whole");
    try (Launched run =
        launch(
            "whole", jar, "sample", conf.toString(), "--set", columns, "--out", whole.toString())) {
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.err().contains("sampling, interim round, slowest objects: "), run.err());
      JsonNode slowest = RunsOnSpark.record(whole).get("slowest_objects");
      assertEquals(1, slowest.size(), slowest.toString());
      assertEquals("sampling, interim round", slowest.at("/0/during").asText());
      assertTrue(slowest.at("/0/seconds").asDouble() >= 1, slowest.toString());
      assertFalse(slowest.at("/0/object_id").asText().isEmpty());
    }
  }

  /** An error of measurement that only one object has. */
  private static String rareError(Path conf) throws Exception {
    List<String> errors =
        Files.readAllLines(conf.resolveSibling("catalogue.csv")).stream()
            .skip(1)
            .map(line -> line.substring(line.indexOf(',') + 1))
            .toList();
    return errors.stream()
        .filter(error -> Collections.frequency(errors, error) == 1)
        .findFirst()
        .orElseThrow();
  }
}

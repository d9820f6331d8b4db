package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibrations from end to end, of few small mocks. */
class CalibrateRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SURVEY =
      """
      name = calibrated
      seed = 3
      catalog {
        source = mock
        where = "y > 0 AND e < 0.45"
        mock { objects = 25, truth { mu = 1.0, sd = 0.8 }, columns { e = 0.3 } }
      }
      objects {
        model = gaussian
        draws = 64
        theta.x { value = y, error = e }
        interim-prior.x = "normal(0, 10)"
      }
      population {
        density.x = "normal(mu, sd)"
        hyperprior { mu = "normal(1, 0.5)", sd = "uniform(0.5, 1.5)" }
        selection { detection = "normal_cdf(x / e)", acts-on = data }
      }
      hyperposterior.ess = 800
      """;

  @TempDir Path folder;

  private Path survey(String from, String to) {
    assertTrue(SURVEY.contains(from));
    return RunsOnSpark.write(folder.resolve("survey.conf"), SURVEY.replace(from, to));
  }

  private static JsonNode record(Path output) throws Exception {
    return JSON.readTree(Files.readString(output.resolve("calibration.json")));
  }

  /**
   * Ranks of a sound problem are not uniform for 1 of 1,000 seeds; this seed is fixed. The same
   * bits come out of one task and of many, and of a calibration that goes on.
   */
  @Test
  void aSoundProblemIsCalibratedWithTheSameBitsHoweverItIsRun() throws Exception {
    Path conf = survey("", "");
    Path whole = folder.resolve("whole");
    RunsOnSpark.Outcome outcome =
        execute("calibrate", conf, whole, "--mocks", "24", "--partitions", "1");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("calibration: ranks are uniform: 24 mocks of 25 objects"));
    assertEquals(1, outcome.out().lines().count());
    JsonNode found = record(whole);
    assertEquals("uniform", found.get("verdict").asText());
    assertEquals(24, found.at("/mocks/made").asInt());
    assertEquals(0, found.at("/mocks/failed").asInt());
    int counted = 0;
    for (JsonNode count : found.at("/hyperparameters/mu/histogram")) {
      counted += count.asInt();
    }
    assertEquals(24, counted);
    Path parts = folder.resolve("parts");
    assertEquals(0, execute("calibrate", conf, parts, "--mocks", "20").code());
    RunsOnSpark.Outcome more = execute("calibrate", conf, parts, "--mocks", "24");
    assertEquals(0, more.code(), more.err());
    assertTrue(more.err().contains("4 in"), more.err());
    assertEquals(withoutConfiguration(found), withoutConfiguration(record(parts)));
    assertSelfContained(Files.readString(parts.resolve("calibration.html")));
  }

  /** The configurations differ in their output folder. */
  private static String withoutConfiguration(JsonNode record) {
    ((ObjectNode) record).remove("config_hash");
    return record.toString();
  }

  private static void assertSelfContained(String page) {
    assertFalse(page.contains("src="), "requests something");
    assertFalse(page.contains("<script"), "runs something");
    assertTrue(page.contains("Ranks of mu") && page.contains("Ranks of sd"));
    assertTrue(page.contains("A U (both ends too full)"));
  }

  /** Objects below 1 are lost and no selection is stated, so the fit comes out above the truth. */
  @Test
  void aCutThatTheModelDoesNotKnowEndsWith4() throws Exception {
    Path conf = survey("  selection { detection = \"normal_cdf(x / e)\", acts-on = data }\n", "");
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome =
        execute("calibrate", conf, output, "--mocks", "30", "--set", "catalog.where=y > 1");
    assertEquals(4, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("ranks are not uniform"), outcome.out());
    assertEquals("not_uniform", record(output).get("verdict").asText());
    assertTrue(record(output).at("/hyperparameters/mu/p_adjusted/mean").asDouble() < 0.001);
  }

  /** Mocks of as many objects as the configuration has rows, with errors drawn from theirs. */
  @Test
  void rowsOfTheConfigurationAreEnough() throws Exception {
    Path conf =
        RunsOnSpark.write(
            folder.resolve("schools.conf"),
            """
            name = schools
            catalog { source = inline, rows = [{id = A, y = 28, s = 15}, {id = B, y = 8, s = 10}, {id = C, y = -3, s = 16}] }
            objects { model = gaussian, draws = 64, theta.effect { value = y, error = s }, interim-prior.effect = "normal(0, 100)" }
            population { density.effect = "normal(mu, 10)", hyperprior.mu = "normal(0, 5)" }
            """);
    Path output = folder.resolve("schools");
    RunsOnSpark.Outcome outcome = execute("calibrate", conf, output, "--mocks", "20");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(3, record(output).get("objects").asInt());
    RunsOnSpark.Outcome missing =
        execute(
            "calibrate",
            conf,
            folder.resolve("refused"),
            "--set",
            "catalog.rows=[{id = A, y = 28, s = 15}, {id = B, y = 8}]");
    assertEquals(2, missing.code());
    assertTrue(missing.failure().contains("catalog.rows[1].s"), missing.failure());
    RunsOnSpark.Outcome engine =
        execute("calibrate", conf, folder.resolve("refused"), "--set", "engine=joint");
    assertEquals(2, engine.code());
    assertTrue(engine.failure().contains("engine = joint: calibrate"), engine.failure());
  }

  @Test
  void whatCannotBeCalibratedIsRefusedInOneLine() {
    refused("hyperprior { mu", "hyperprior { joint = \"-sd\", mu", "population.hyperprior.joint");
    refused("y > 0 AND e < 0.45", "abs(y) > 0", "catalog.where = \"abs(y) > 0\"");
    refused("where = \"y > 0 AND e < 0.45\"", "", "catalog.where is missing");
    refused("columns { e = 0.3 }", "columns { f = 1 }", "no value for 'e' among [f]");
    refused("normal(mu, sd)", "free(-square((x - mu) / sd))", "mock objects cannot be drawn");
    refused(
        "mu = \"normal(1, 0.5)\", sd = \"uniform(0.5, 1.5)\"",
        "mu = 1, sd = 1",
        "every hyperparameter is fixed");
    Path conf = survey("", "");
    assertEquals(2, execute("calibrate", conf, folder.resolve("out"), "--mocks", "19").code());
  }

  private void refused(String from, String to, String message) {
    RunsOnSpark.Outcome outcome =
        execute("calibrate", survey(from, to), folder.resolve("refused"), "--mocks", "20");
    assertEquals(2, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains(message), outcome.err());
    assertFalse(Files.exists(folder.resolve("refused")), "nothing is written");
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/**
 * Mock surveys from end to end: as many objects as asked for, their truth beside them, and found
 * again.
 */
class MockRunTest {
  private static final int OBJECTS = 400;
  private static final String SURVEY =
      """
      name = mocked
      seed = 5
      catalog {
        source = mock
        WHERE
        mock { objects = 400, truth { mu = 1.0, sd = 0.8 }, columns { e = "uniform(0.2, 0.5)" } }
      }
      objects {
        model = gaussian
        theta.x { value = VALUE, error = e }
        interim-prior.x = "normal(0, 10)"
      }
      population {
        density.x = "normal(mu, sd)"
        hyperprior { mu = "normal(0, 10)", sd = "half_normal(5)" }
        selection { detection = "DETECTION", acts-on = ACTS }
      }
      hyperposterior.ess = 400
      individuals.draws = 8
      """;

  @TempDir Path folder;

  private Path survey(String where, String value, String detection, String acts) {
    String text =
        SURVEY
            .replace("WHERE", where)
            .replace("VALUE", value)
            .replace("DETECTION", detection)
            .replace("ACTS", acts);
    return RunsOnSpark.write(folder.resolve("mock.conf"), text);
  }

  /** The truth within 4 posterior sd: false alarms in 1 of 8,000 seeds, and this seed is fixed. */
  private static void assertTruthIsFound(Path output) {
    JsonNode all = RunsOnSpark.record(output).get("hyperparameters");
    for (String name : List.of("mu", "sd")) {
      double truth = name.equals("mu") ? 1.0 : 0.8;
      JsonNode found = all.get(name);
      assertEquals(truth, found.get("mean").asDouble(), 4 * found.get("sd").asDouble(), name);
    }
  }

  @Test
  void cutOnTheMeasuredColumn() throws Exception {
    Path conf = survey("where = \"y > 0.5\"", "y", "normal_cdf((x - 0.5) / e)", "data");
    Path output = folder.resolve("out");
    assertEquals(0, execute("mock", conf, output).code());
    // The catalogue of a seed, to the last bit, as it was when this was first released.
    assertEquals(
        List.of(
            "mock-000000578|1.1459481836864238|0.47239199397242276|0.24428869852861823",
            "mock-000000577|0.7299997862522533|0.4499232645830255|0.49922486522302656"),
        Duck.rows(
            "SELECT object_id, y, e, t.x FROM "
                + table(output, "mock/catalogue")
                + " JOIN "
                + table(output, "mock/truth")
                + " t USING (object_id) ORDER BY object_id DESC LIMIT 2"));
    assertEquals(
        List.of("400|400|true|true"),
        Duck.rows(
            "SELECT count(*), count(DISTINCT object_id), min(y) > 0.5, min(e) >= 0.2 AND max(e) <= 0.5 FROM "
                + table(output, "mock/catalogue")));
    assertEquals(
        List.of("400|true"),
        Duck.rows(
            "SELECT count(*), min(x) < 0.5 FROM "
                + table(output, "mock/truth")
                + " JOIN (SELECT object_id FROM "
                + table(output, "mock/catalogue")
                + ") USING (object_id)"));
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(OBJECTS, RunsOnSpark.record(output).at("/input/rows").asInt());
    assertEquals(OBJECTS, RunsOnSpark.record(output).at("/input/objects").asInt());
    assertTruthIsFound(output);
  }

  @Test
  void lossByTheTrueValueWithColumnAndParameterOfOneName() throws Exception {
    Path conf = survey("", "x", "normal_cdf((x - 0.5) / 0.3)", "truth");
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(
        List.of("400|400|true"),
        Duck.rows(
            "SELECT count(*), count(DISTINCT object_id), count(DISTINCT t.x = c.x) = 1 AND NOT any_value(t.x = c.x) FROM "
                + table(output, "mock/truth")
                + " t JOIN "
                + table(output, "mock/catalogue")
                + " c USING (object_id)"));
    assertEquals(OBJECTS, RunsOnSpark.record(output).at("/input/objects").asInt());
    // a survey that ignored the loss would find mu near the mean of what was detected
    double detected =
        Double.parseDouble(Duck.rows("SELECT avg(x) FROM " + table(output, "mock/truth")).get(0));
    assertTrue(detected > 1.2, "detected mean " + detected);
    assertTruthIsFound(output);
  }

  @Test
  void cutOnDataWithoutWhereIsRefused() {
    Path conf = survey("", "y", "normal_cdf((x - 0.5) / e)", "data");
    RunsOnSpark.Outcome outcome = execute("run", conf, folder.resolve("out"));
    assertEquals(2, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains("catalog.where is missing"), outcome.err());
  }

  @Test
  void selectionThatLosesEverythingIsUnusable() {
    Path conf = survey("where = \"y > 1000\"", "y", "normal_cdf((x - 1000) / e)", "data");
    RunsOnSpark.Outcome outcome =
        execute("run", conf, folder.resolve("out"), "--set", "catalog.mock.objects=20");
    assertEquals(3, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains("the selection loses nearly all objects"), outcome.err());
  }

  /** A rate that is no number of objects at the truth. */
  @Test
  void aRateThatIsNoNumberIsRefused() {
    Path rate = Launched.module().getParent().resolve("conf/gsmf-density.conf");
    for (String command : List.of("check", "run")) {
      RunsOnSpark.Outcome outcome =
          execute(
              command,
              rate,
              folder.resolve("out"),
              "--set",
              "population.rate=\"log(-1) * 10^log_phi_star\"");
      assertEquals(2, outcome.code(), outcome.err());
      assertEquals(
          "skypool: catalog.mock: population.rate gives NaN objects at the truth, must be 0 to 1000000000",
          outcome.err().lines().reduce((a, b) -> b).orElseThrow());
    }
  }
}

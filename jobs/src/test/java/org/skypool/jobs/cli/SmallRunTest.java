package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.Version;
import org.skypool.jobs.io.Duck;

/** What one small run promises: exit code, tables, record, report. */
class SmallRunTest {
  private static final int OBJECTS = 300;

  @TempDir static Path folder;
  private static Path output;
  private static RunsOnSpark.Outcome outcome;

  @BeforeAll
  static void run() {
    Path conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, OBJECTS));
    output = folder.resolve("out");
    outcome =
        RunsOnSpark.execute("run", conf, output, "--set", "population.derived.variance=square(sd)");
  }

  private static Map<String, String> types(String name) throws Exception {
    Map<String, String> types = new TreeMap<>();
    for (String row : Duck.rows("DESCRIBE SELECT * FROM " + table(output, name))) {
      String[] cells = row.split("\\|");
      types.put(cells[0], cells[1]);
    }
    return types;
  }

  @Test
  void endsWellAndNamesTheReport() {
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("report: " + output + "/report.html", outcome.out().strip());
    assertTrue(outcome.err().lines().count() <= 20, outcome.err());
    assertTrue(outcome.err().startsWith("catalogue: 300 rows"), outcome.err());
  }

  @Test
  void reportSaysHowTheHyperposteriorWasReached() throws Exception {
    String report = Files.readString(output.resolve("report.html"));
    assertTrue(report.contains("importance; no subset: 76800 draws, fewer than"), "path");
  }

  @Test
  void leavesNothingButWhatIsPromised() throws Exception {
    try (var files = Files.list(output)) {
      assertEquals(
          new TreeSet<>(
              List.of(
                  ".manifests",
                  "derived",
                  "draws",
                  "hyperposterior",
                  "individuals",
                  "rejected",
                  "report.html",
                  "run.json")),
          files
              .map(f -> f.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void drawsHaveTheTypesOfTheContract() throws Exception {
    for (String round : List.of("draws/round=0", "draws/round=1")) {
      Map<String, String> types = types(round);
      assertEquals("VARCHAR", types.get("object_id"));
      assertEquals("FLOAT[]", types.get("x"));
      assertEquals("DOUBLE[]", types.get("log_interim_prior"));
      assertEquals("DOUBLE[]", types.get("log_weight"));
      assertEquals("DOUBLE", types.get("ess"));
      assertEquals("DOUBLE", types.get("x_err"));
      assertEquals("DOUBLE", types.get("x_measured"));
      assertEquals(
          List.of("300|300|256|256"),
          Duck.rows(
              "SELECT count(*), count(DISTINCT object_id), min(len(x)), max(len(log_weight)) FROM "
                  + table(output, round)));
    }
  }

  @Test
  void interimPosteriorFollowsFromTheDraws() throws Exception {
    // Normal(0, 10) prior times Normal(x | measured, error): the mean is known.
    List<String> worst =
        Duck.rows(
            """
            WITH d AS (SELECT object_id, x_measured AS y, x_err AS s, unnest(x) AS t,
                              unnest(list_zip(log_weight, log_interim_prior)) AS w FROM %s),
                 m AS (SELECT object_id, any_value(y) AS y, any_value(s) AS s,
                              sum(exp(w[1] + w[2]) * t) / sum(exp(w[1] + w[2])) AS mean
                       FROM d GROUP BY object_id)
            SELECT max(abs(mean - y * 100 / (100 + s * s)) / s) FROM m
            """
                .formatted(table(output, "draws/round=0")));
    // 256 points of a lattice integrate a smooth integrand far better than random ones (0.06 sd)
    assertTrue(Double.parseDouble(worst.get(0)) < 0.02, worst.toString());
  }

  @Test
  void hyperposteriorIsEquallyWeightedDraws() throws Exception {
    assertEquals(
        Map.of(
            "chain",
            "INTEGER",
            "draw",
            "INTEGER",
            "log_density",
            "DOUBLE",
            "mu",
            "DOUBLE",
            "sd",
            "DOUBLE"),
        types("hyperposterior"));
    List<String> found =
        Duck.rows(
            "SELECT avg(mu), avg(sd), count(*), count(DISTINCT chain * 1000000 + draw) FROM "
                + table(output, "hyperposterior"));
    String[] cells = found.get(0).split("\\|");
    JsonNode hyperparameters = RunsOnSpark.record(output).get("hyperparameters");
    for (int j = 0; j < 2; j++) {
      JsonNode summary = hyperparameters.get(j == 0 ? "mu" : "sd");
      assertEquals(
          summary.get("mean").asDouble(),
          Double.parseDouble(cells[j]),
          4 * summary.get("mcse_mean").asDouble());
    }
    assertEquals(cells[2], cells[3]);
    assertTrue(Integer.parseInt(cells[2]) >= 400, found.toString());
  }

  @Test
  void derivedQuantitiesFollowFromTheDraws() throws Exception {
    List<String> found =
        Duck.rows(
            "SELECT count(*), max(abs(variance - sd * sd)), avg(variance) FROM "
                + table(output, "hyperposterior")
                + " JOIN "
                + table(output, "derived")
                + " USING (chain, draw)");
    String[] cells = found.get(0).split("\\|");
    assertEquals(
        Duck.rows("SELECT count(*) FROM " + table(output, "hyperposterior")).get(0), cells[0]);
    assertEquals(0, Double.parseDouble(cells[1]), 1e-12);
    JsonNode summary = RunsOnSpark.record(output).at("/derived/variance");
    assertEquals(Double.parseDouble(cells[2]), summary.get("mean").asDouble(), 1e-9);
    assertTrue(Files.readString(output.resolve("report.html")).contains("Derived quantities"));
  }

  @Test
  void hyperparametersAreThoseOfTheLikelihood() throws Exception {
    // The exact mode of mu at sd = posterior mean is the precision-weighted mean; mu's prior is
    // flat here.
    JsonNode all = RunsOnSpark.record(output).get("hyperparameters");
    double sd = all.get("sd").get("mean").asDouble();
    String sql =
        """
        SELECT sum(x / (%1$s * %1$s + x_err * x_err)) / sum(1 / (%1$s * %1$s + x_err * x_err)),
               sqrt(1 / sum(1 / (%1$s * %1$s + x_err * x_err)))
        FROM '%2$s'
        """
            .formatted(sd, folder.resolve("catalogue.csv"));
    String[] exact = Duck.rows(sql).get(0).split("\\|");
    JsonNode mu = all.get("mu");
    // mean over sd shifts mu by far less than 0.1 posterior sd; 4 MCSE besides
    assertEquals(
        Double.parseDouble(exact[0]),
        mu.get("mean").asDouble(),
        0.1 * mu.get("sd").asDouble() + 4 * mu.get("mcse_mean").asDouble());
    // relative standard error of an sd from 400 effective draws is 3.5 %
    assertEquals(1, mu.get("sd").asDouble() / Double.parseDouble(exact[1]), 4 * 0.035);
  }

  @Test
  void individualsAreSummarisedAndDrawn() throws Exception {
    Map<String, String> types = types("individuals");
    assertEquals("VARCHAR", types.get("object_id"));
    for (String kind : List.of("interim", "hierarchical")) {
      for (String summary : List.of("mean", "sd", "q05", "q16", "median", "q84", "q95")) {
        assertEquals("DOUBLE", types.get("x_" + kind + "_" + summary), types.toString());
      }
    }
    assertTrue(types.get("x_draws").endsWith("[]"), types.toString());
    for (String name : List.of("ess", "khat", "log_evidence")) {
      assertEquals("DOUBLE", types.get(name), types.toString());
    }
    assertEquals(
        List.of("300|8|8|true"),
        Duck.rows(
            "SELECT count(*), min(len(x_draws)), max(len(x_draws)),"
                + " avg(x_hierarchical_sd) < avg(x_interim_sd) FROM "
                + table(output, "individuals")));
  }

  @Test
  void rejectedTableIsThereAndEmpty() throws Exception {
    assertEquals(
        Map.of("file", "VARCHAR", "object_id", "VARCHAR", "reason", "VARCHAR", "row", "BIGINT"),
        types("rejected"));
    assertEquals(List.of("0"), Duck.rows("SELECT count(*) FROM " + table(output, "rejected")));
  }

  @Test
  void recordHasTheFieldsOfTheContract() {
    JsonNode run = RunsOnSpark.record(output);
    assertEquals("ok", run.get("status").asText());
    assertEquals(Version.current(), run.get("version").asText());
    assertEquals("normal(mu, sd)", run.at("/config/population/density/x").asText());
    assertEquals(64, run.get("config_hash").asText().length());
    assertEquals(folder.resolve("catalogue.csv").toString(), run.at("/input/path").asText());
    assertEquals(OBJECTS, run.at("/input/rows").asInt());
    assertEquals(0, run.at("/input/not_selected").asInt(-1));
    assertEquals(0, run.at("/input/rejected").asInt(-1));
    assertFalse(run.at("/input/fingerprint").asText().isEmpty());
    for (JsonNode round : run.get("rounds")) {
      for (String field :
          List.of("round", "objects", "draws", "drift_sd", "monte_carlo_sd", "bias_sd")) {
        assertTrue(round.has(field), field + " in " + round);
      }
    }
    for (String field :
        List.of(
            "mean",
            "sd",
            "median",
            "q05",
            "q16",
            "q84",
            "q95",
            "rhat",
            "ess_bulk",
            "ess_tail",
            "mcse_mean",
            "monte_carlo_sd",
            "bias_sd")) {
      assertTrue(run.at("/hyperparameters/mu").has(field), field);
    }
    assertTrue(run.at("/hyperparameters/mu/rhat").isNull());
    assertEquals("importance", run.get("sampler").asText());
    for (String field : List.of("guards", "khat", "evaluations", "passes", "cpu_seconds")) {
      assertTrue(run.has(field), field);
    }
    for (String field : List.of("log", "monte_carlo_error", "points_change", "points_error")) {
      assertTrue(Double.isFinite(run.at("/evidence/" + field).asDouble(Double.NaN)), field);
    }
    assertEquals("importance", run.at("/path/taken").asText());
    assertTrue(run.at("/path/reason").asText().startsWith("no subset"), run.at("/path").toString());
    assertEquals(0, run.at("/path/subset_evaluations").asInt());
    assertEquals(1, run.at("/path/modes").asInt());
    for (String field : List.of("equivalent_ess", "shift", "residual_sd")) {
      assertTrue(run.at("/path/" + field).isNull(), field);
    }
    for (String field : List.of("mode", "fit", "audit", "shrink")) {
      assertTrue(run.at("/passes_by").has(field), field);
    }
    assertTrue(run.at("/seconds/fit").asDouble() > 0);
    assertEquals("local[2]", run.at("/spark/master").asText());
    assertTrue(run.at("/spark/version").asText().startsWith("4."));
  }

  @Test
  void reportAsksNothingFromTheNetwork() throws Exception {
    String page = Files.readString(output.resolve("report.html"));
    assertTrue(page.contains("<svg"));
    for (String request :
        List.of("src=\"http", "href=\"http", "url(http", "<link", "<script src", "@import")) {
      assertFalse(page.contains(request), request);
    }
    assertTrue(page.contains("mu") && page.contains("normal(mu, sd)"));
  }
}

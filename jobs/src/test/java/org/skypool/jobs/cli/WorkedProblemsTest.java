package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.jobs.io.Duck;

/** Configurations of worked problems as they are written, against answers known otherwise. */
class WorkedProblemsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("out");
  }

  private static Path project() {
    return Launched.module().getParent();
  }

  private JsonNode run(String problem, String... more) {
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("run", project().resolve("conf/" + problem + ".conf"), output(), more);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(Files.exists(output().resolve("report.html")));
    return RunsOnSpark.record(output());
  }

  /** A mean and an sd within a share of the sd. */
  private static void close(String what, double mean, double sd, JsonNode found, double share) {
    assertEquals(mean, found.get("mean").asDouble(), share * sd, "mean of " + what);
    assertEquals(sd, found.get("sd").asDouble(), share * sd, "sd of " + what);
  }

  /**
   * Exact means and sds of posteriordb's model by quadrature. 4,000 effective draws know a mean to
   * 0.016 sd and an sd, whose tail is long, to 0.02 to 0.03; chains of the other engines have
   * fewer. The seeds are fixed.
   */
  @ParameterizedTest
  @ValueSource(strings = {"reweight", "joint", "gibbs"})
  void eightSchools(String engine) throws Exception {
    Path file =
        project()
            .resolve("../shared/data/eight_schools/exact_quadrature_reference.json")
            .normalize();
    assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    JsonNode exact = JSON.readTree(file.toFile());
    JsonNode found = run("eight-schools", "--set", "engine=" + engine);
    for (String name : List.of("mu", "tau")) {
      JsonNode truth = exact.get(name);
      close(
          name,
          truth.get("mean").asDouble(),
          truth.get("sd").asDouble(),
          found.get("hyperparameters").get(name),
          0.05);
    }
    List<String> schools =
        Duck.rows(
            "SELECT object_id, effect_hierarchical_mean, effect_hierarchical_sd FROM "
                + RunsOnSpark.table(output(), "individuals")
                + " ORDER BY object_id");
    assertEquals(8, schools.size());
    for (int j = 0; j < 8; j++) {
      String[] school = schools.get(j).split("\\|");
      JsonNode truth = exact.get("theta[" + (j + 1) + "]");
      double sd = truth.get("sd").asDouble();
      double mean = truth.get("mean").asDouble();
      assertEquals(mean, Double.parseDouble(school[1]), 0.1 * sd, "mean of school " + school[0]);
      assertEquals(sd, Double.parseDouble(school[2]), 0.1 * sd, "sd of school " + school[0]);
    }
    if (engine.equals("reweight")) {
      // one Gaussian for all: inverse-variance weights, with the interim prior normal(0, 100)
      close("pooled", 7.673, 4.069, found.at("/compare/pooled/effect"), 0.05);
    }
  }

  /**
   * The marginal posterior of mean and size, by the midpoint rule on a grid that holds all of it.
   */
  @Test
  void proportions() {
    JsonNode found = run("proportions");
    JsonNode rows = found.at("/config/catalog/rows");
    assertEquals(71, rows.size());
    int steps = 200;
    double[] moments = new double[5];
    double top = Double.NEGATIVE_INFINITY;
    double[][] logs = new double[steps][steps];
    for (int m = 0; m < steps; m++) {
      for (int s = 0; s < steps; s++) {
        logs[m][s] = logPosterior(rows, mean(m, steps), logSize(s, steps));
        top = Math.max(top, logs[m][s]);
      }
    }
    for (int m = 0; m < steps; m++) {
      for (int s = 0; s < steps; s++) {
        double w = Math.exp(logs[m][s] - top);
        double mean = mean(m, steps);
        double size = Math.exp(logSize(s, steps));
        moments[0] += w;
        moments[1] += w * mean;
        moments[2] += w * mean * mean;
        moments[3] += w * size;
        moments[4] += w * size * size;
      }
    }
    JsonNode posterior = found.get("hyperparameters");
    for (int j = 0; j < 2; j++) {
      String name = j == 0 ? "mean" : "size";
      double mean = moments[1 + 2 * j] / moments[0];
      double sd = Math.sqrt(moments[2 + 2 * j] / moments[0] - mean * mean);
      close(name, mean, sd, posterior.get(name), 0.1);
    }
  }

  private static double mean(int m, int steps) {
    return 0.06 + 0.2 * (m + 0.5) / steps;
  }

  private static double logSize(int s, int steps) {
    return 1 + 5 * (s + 0.5) / steps;
  }

  /** Beta-binomial likelihoods, the uniform prior of the mean and log size ~ normal(3, 1.5). */
  private static double logPosterior(JsonNode rows, double mean, double logSize) {
    double a = mean * Math.exp(logSize);
    double b = (1 - mean) * Math.exp(logSize);
    double z = (logSize - 3) / 1.5;
    double sum = -z * z / 2 - rows.size() * Beta.logBeta(a, b);
    for (JsonNode row : rows) {
      double y = row.get("y").asDouble();
      sum += Beta.logBeta(a + y, b + row.get("n").asDouble() - y);
    }
    return sum;
  }

  /** The truth within 3 posterior sd, false alarms in one of 90 seeds; the seed is fixed. */
  @Test
  void districts() throws Exception {
    JsonNode found = run("districts");
    assertEquals(60, found.at("/input/observations/rows").asInt());
    double[] truth = {2.0, 0.4, 1.0, 0.5};
    List<String> names = List.of("slope_mean", "slope_sd", "intercept_mean", "intercept_sd");
    for (int j = 0; j < truth.length; j++) {
      JsonNode of = found.get("hyperparameters").get(names.get(j));
      assertEquals(truth[j], of.get("mean").asDouble(), 3 * of.get("sd").asDouble(), names.get(j));
      assertTrue(Math.abs(of.get("bias_sd").asDouble()) < 0.05, of.toString());
    }
    for (String theta : List.of("slope", "intercept", "x_mean", "x_sd")) {
      assertTrue(found.at("/compare/pooled/" + theta + "/sd").asDouble() > 0, theta);
    }
    // every true slope within 4 sd of the district's own and of the hierarchical estimate
    assertEquals(
        List.of("5|5|5"),
        Duck.rows(
            "SELECT count(*), count(*) FILTER (abs(t.slope - slope_interim_mean) < 4 * slope_interim_sd),"
                + " count(*) FILTER (abs(t.slope - slope_hierarchical_mean) < 4 * slope_hierarchical_sd) FROM "
                + RunsOnSpark.table(output(), "individuals")
                + " JOIN "
                + RunsOnSpark.table(output(), "mock/truth")
                + " t USING (object_id)"));
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two populations of the same data, compared as a user would. */
class CompareRunTest {
  private static final int OBJECTS = 120;
  private static final double ERROR = 0.3;

  @TempDir static Path folder;
  private static final List<Double> DATA = new ArrayList<>();
  private static Path catalogue;

  /** Two clumps at -2 and 2: one normal population describes them badly. */
  @BeforeAll
  static void data() {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("x,x_err\n");
    for (int i = 0; i < OBJECTS; i++) {
      double x =
          (i % 2 == 0 ? -2 : 2) + 0.5 * random.nextGaussian() + ERROR * random.nextGaussian();
      DATA.add(Double.parseDouble(String.format(Locale.ROOT, "%.4f", x)));
      text.append(String.format(Locale.ROOT, "%.4f,%.3f%n", x, ERROR));
    }
    catalogue = RunsOnSpark.write(folder.resolve("catalogue.csv"), text.toString());
  }

  private static String conf(String name, String density, String hyperprior) {
    String text =
        RunsOnSpark.NORMAL
            .replace("name = normal", "name = " + name)
            .replace("normal(mu, sd)", density)
            .replace("mu = \"normal(0, 10)\", sd = \"half_normal(5)\"", hyperprior)
            .replace("CATALOGUE", catalogue.toString());
    return RunsOnSpark.write(folder.resolve(name + ".conf"), text).toString();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** Log of the mean over the prior of the likelihood of the data, by quadrature over the mean. */
  private static double logEvidence(double sd) {
    double variance = sd * sd + ERROR * ERROR;
    int steps = 4000;
    double[] logs = new double[steps + 1];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k <= steps; k++) {
      double mu = -10 + 20.0 * k / steps;
      double log = -mu * mu / 200 - 0.5 * Math.log(2 * Math.PI * 100);
      for (double d : DATA) {
        log -= (d - mu) * (d - mu) / (2 * variance) + 0.5 * Math.log(2 * Math.PI * variance);
      }
      logs[k] = log;
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest) * 20 / steps;
    }
    return largest + Math.log(sum);
  }

  /** The exact leave-one-out density of a normal population of known width. */
  private static double elpd(double sd) {
    double variance = sd * sd + ERROR * ERROR;
    double total = DATA.stream().mapToDouble(d -> d).sum();
    double sum = 0;
    for (double d : DATA) {
      double precision = (OBJECTS - 1) / variance + 1.0 / 100;
      double mean = (total - d) / variance / precision;
      double spread = variance + 1 / precision;
      sum -= (d - mean) * (d - mean) / (2 * spread) + 0.5 * Math.log(2 * Math.PI * spread);
    }
    return sum;
  }

  /**
   * Populations of width 2 and 2.2, both with the mean free: differences of elpd and of evidence in
   * closed form. elpd rests on 400 draws of the hyperposterior, whose noise is common to no two
   * runs: 0.02 per run.
   */
  @Test
  void differencesAreExact() throws Exception {
    String two = conf("two", "normal(mu, 2)", "mu = \"normal(0, 10)\"");
    String wider = conf("wider", "normal(mu, 2.2)", "mu = \"normal(0, 10)\"");
    Path out = folder.resolve("widths");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("compare", two, wider, "--out", out.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("No verdict: elpd differs by "), outcome.out());
    JsonNode found = json(out.resolve("two/compare-wider.json"));
    assertEquals(elpd(2) - elpd(2.2), found.at("/elpd_loo/difference").asDouble(), 0.1);
    assertTrue(found.at("/elpd_loo/favours").isNull());
    assertEquals(OBJECTS, found.at("/elpd_loo/objects").asInt());
    double error = found.at("/log_evidence/error").asDouble();
    assertTrue(error > 0 && error < 0.1, "error " + error);
    assertEquals(
        logEvidence(2) - logEvidence(2.2),
        found.at("/log_evidence/difference").asDouble(),
        4 * error);
    assertTrue(Files.readString(out.resolve("two/compare-wider.html")).contains("No verdict"));
  }

  @Test
  void twoClumpsAreNotOne() throws Exception {
    String one = conf("one", "normal(mu, sd)", "mu = \"normal(0, 10)\", sd = \"half_normal(5)\"");
    String clumps =
        conf(
            "clumps",
            "mix(0.5, normal(-m, s), normal(m, s))",
            "m = \"half_normal(5)\", s = \"half_normal(5)\"");
    Path out = folder.resolve("clumps");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("compare", one, clumps, "--out", out.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("clumps predicts better: elpd differs by "), outcome.out());
    JsonNode found = json(out.resolve("one/compare-clumps.json"));
    assertEquals("clumps", found.at("/elpd_loo/favours").asText());
    assertEquals("clumps", found.at("/log_evidence/favours").asText());
    assertTrue(found.at("/elpd_loo/difference").asDouble() < -4);
  }

  @Test
  void otherDataAreRefused() {
    String one = conf("here", "normal(mu, 2)", "mu = \"normal(0, 10)\"");
    String other = conf("there", "normal(mu, 2)", "mu = \"normal(0, 10)\"");
    RunsOnSpark.write(
        Path.of(other), "include \"here.conf\"\nname = there\nobjects.theta.x.error = 0.5\n");
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute("compare", one, other, "--out", folder.resolve("refused").toString());
    assertEquals(2, outcome.code());
    assertTrue(outcome.failure().contains("objects.theta = "), outcome.err());
    RunsOnSpark.write(
        Path.of(other), "include \"here.conf\"\nname = there\ncatalog.where = \"x > 0\"\n");
    outcome =
        RunsOnSpark.execute("compare", one, other, "--out", folder.resolve("refused").toString());
    assertEquals(2, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains("catalog = "), outcome.err());
  }

  /** Of one configuration: what eight schools' tables show. */
  @Test
  void estimatesSideBySide() {
    Path conf = Launched.module().getParent().resolve("conf/eight-schools.conf");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute("compare", conf, folder.resolve("schools"));
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(0).matches("effect of coaching +independent +pooled +hierarchical"));
    assertTrue(
        lines.get(1).matches("A +2[78].* \\+- 15.* 7\\.[67].* \\+- 4.* 6\\.[0-9].*"), lines.get(1));
    assertEquals(10, lines.size());
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.skypool.jobs.cli.RunsOnSpark.execute;
import static org.skypool.jobs.cli.RunsOnSpark.record;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skypool.jobs.io.Duck;

/** Every wrong input ends with the exit code promised and one line that says what is wrong. */
class BadInputTest {
  @TempDir Path folder;
  private Path catalogue;
  private Path conf;
  private Path output;

  @BeforeEach
  void writeGoodInput() {
    catalogue = RunsOnSpark.normalCatalogue(folder, 40);
    conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, catalogue);
    output = folder.resolve("out");
  }

  private void refused(int code, String message, String... more) {
    RunsOnSpark.Outcome outcome = execute("run", conf, output, more);
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains(message), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertEquals("", outcome.out());
    assertFalse(Files.exists(output.resolve("hyperposterior")));
  }

  private void catalogue(String text) {
    RunsOnSpark.write(catalogue, text);
  }

  @Test
  void missingConfiguration() {
    RunsOnSpark.Outcome outcome = execute("run", folder.resolve("absent.conf"), output);
    assertEquals(2, outcome.code());
    assertTrue(
        outcome.failure().endsWith("absent.conf: no such configuration file"), outcome.err());
  }

  /** Message, then the option that provokes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "objects.draw: unknown key; objects.draw=64",
        "nearest known one is objects.draws; objects.draw=64",
        "hyperposterior.ess; hyperposterior.ess=many",
        "objects.draws; objects.draws=-5",
        "objects.draws; objects.draws=0",
        "rounds.max; rounds.max=0",
        "did you mean 'normal'; population.density.x=\"nromal(mu, sd)\"",
        "population.density.x; population.density.x=\"nromal(mu, sd)\"",
        "scale; population.density.x=\"normal(mu, scale = sd)\"",
        "character 14; population.density.x=\"normal(mu, sd\"",
        "population.hyperprior.mu; population.hyperprior.mu=\"uniform(5, -5)\"",
        "tau; population.density.x=\"normal(mu, tau)\"",
        "catalog.source; catalog.source=cvs",
        "objects.model; objects.model=gausian",
        "engine; engine=reweigh",
        "--set; nothing",
      })
  void configurationsRefused(String message, String set) {
    refused(2, message, "--set", set);
  }

  @Test
  void missingFile() {
    refused(3, "absent.csv does not exist", "--set", "catalog.path=" + folder + "/absent.csv");
  }

  @Test
  void unreadableFile() {
    assertTrue(catalogue.toFile().setReadable(false));
    assumeFalse(Files.isReadable(catalogue), "this user may read every file");
    refused(3, "catalogue.csv cannot be read: permission denied");
  }

  @Test
  void emptyFile() {
    catalogue("");
    refused(3, "catalogue.csv is empty");
  }

  @Test
  void headerOnly() {
    catalogue("x,x_err\n");
    refused(3, "catalogue.csv");
  }

  @Test
  void emptyFolder() throws Exception {
    Files.createDirectory(folder.resolve("none"));
    refused(3, "is a folder without files", "--set", "catalog.path=" + folder + "/none");
  }

  @Test
  void missingColumn() {
    refused(3, "x_error", "--set", "objects.theta.x.error=x_error");
  }

  @Test
  void truncatedGzip() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          Files.readString(RunsOnSpark.normalCatalogue(folder, 5000))
              .getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("catalogue.csv.gz");
    Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    refused(3, "truncated", "--set", "catalog.path=" + file);
  }

  @Test
  void notOneUsableRow() {
    catalogue("x,x_err\n1,0\n2,-1\nnan,0.5\n");
    refused(3, "catalogue.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "catalog.where; catalog.where=\"x > \"",
        "catalog.columns.y; catalog.columns.y=\"sqrt(x\"",
        "catalog.columns.y; catalog.columns.y=\"nosuchfunction(x)\"",
      })
  void sqlRefused(String message, String set) {
    refused(2, message, "--set", set);
  }

  @Test
  void whereThatNamesAnAbsentColumn() {
    refused(3, "flux", "--set", "catalog.where=\"flux > 1\"");
  }

  /** Density, then the hyperprior that keeps it away from all data. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uniform(5000, 5000 + w); w = \"uniform(1, 2)\"",
        "power_law(w, 10000, 20000); w = \"uniform(-3, 0)\""
      })
  void populationFarFromAllData(String density, String hyperprior) {
    conf =
        RunsOnSpark.configuration(
            folder,
            RunsOnSpark.NORMAL
                .replace("normal(mu, sd)", density)
                .replace("mu = \"normal(0, 10)\", sd = \"half_normal(5)\"", hyperprior)
                .replace("normal(0, 10)", "uniform(-10, 10)"),
            catalogue);
    refused(3, "no finite likelihood anywhere");
  }

  @Test
  void badCellsAreSetAsideAndTheRunGoesOn() throws Exception {
    String good = Files.readString(catalogue);
    catalogue(
        "name,"
            + good.lines().findFirst().orElseThrow()
            + "\n"
            + numbered(good)
            + """
            bad1,NaN,0.2
            bad2,inf,0.2
            bad3,bright,0.2
            bad4,,0.2
            bad5,1.2,0
            bad6,1.2,-0.3
            bad7,1.2,
            bad8,1.2,inf
            ,1.2,0.2
            g1,1.2,0.2
            g1,1.3,0.2
            """);
    RunsOnSpark.Outcome outcome = execute("run", conf, output, "--set", "catalog.id=name");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode input = record(output).get("input");
    assertEquals(51, input.get("rows").asInt());
    assertEquals(11, input.get("rejected").asInt());
    assertEquals(40, input.get("objects").asInt());
    assertEquals(
        List.of("11|41|51|11|1"),
        Duck.rows(
            "SELECT count(*), min(row), max(row), count(DISTINCT row),"
                + " count(*) FILTER (object_id IS NULL) FROM "
                + table(output, "rejected")));
    for (String reason : List.of("bright", "duplicate id", "x_err", "finite")) {
      List<String> found =
          Duck.rows(
              "SELECT count(*) FROM "
                  + table(output, "rejected")
                  + " WHERE reason LIKE '%"
                  + reason
                  + "%'");
      assertFalse(found.get(0).equals("0"), reason);
    }
    assertEquals(
        List.of("2"),
        Duck.rows(
            "SELECT count(*) FROM "
                + table(output, "rejected")
                + " WHERE reason LIKE 'duplicate id, first in row 2%'"));
    assertEquals(List.of("40"), Duck.rows("SELECT count(*) FROM " + table(output, "individuals")));
  }

  private static String numbered(String good) {
    StringBuilder rows = new StringBuilder();
    List<String> lines = good.lines().skip(1).toList();
    for (int i = 0; i < lines.size(); i++) {
      rows.append('g').append(i).append(',').append(lines.get(i)).append('\n');
    }
    return rows.toString();
  }

  @Test
  void objectThatNoPopulationSupportsIsSetAsideById() throws Exception {
    String good = Files.readString(catalogue);
    catalogue(
        "name,"
            + good.lines().findFirst().orElseThrow()
            + "\n"
            + numbered(good)
            + "far,-900,0.01\n");
    String[] options = {
      "--set",
      "catalog.id=name",
      "--set",
      "population.density.x=\"truncated(normal(mu, sd), -50, 50)\"",
      "--set",
      "objects.interim-prior.x=\"uniform(-1000, 1000)\"",
      "--set",
      "rounds.max=1"
    };
    RunsOnSpark.Outcome outcome = execute("run", conf, output, options);
    assertEquals(4, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("untrustworthy: guard support is 1"), outcome.err());
    JsonNode run = record(output);
    assertEquals("untrustworthy", run.get("status").asText());
    assertEquals(1, run.at("/input/rejected").asInt());
    assertEquals(
        List.of("41|far"), Duck.rows("SELECT row, object_id FROM " + table(output, "rejected")));
    assertEquals(List.of("40"), Duck.rows("SELECT count(*) FROM " + table(output, "individuals")));
    assertTrue(Files.exists(output.resolve("report.html")));

    RunsOnSpark.Outcome again = execute("run", conf, output, options);
    assertEquals(4, again.code(), again.err());
    assertEquals(run.get("input"), record(output).get("input"));
  }

  @Test
  void outputOfAnotherRun() {
    RunsOnSpark.write(folder.resolve("first.conf"), "");
    assertEquals(0, execute("sample", conf, output).code());
    refused(2, "holds the run named normal, not other", "--set", "name=other");
  }

  @Test
  void outputThatIsAFile() {
    RunsOnSpark.write(output, "a file");
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(1, outcome.code(), outcome.err());
    assertTrue(outcome.failure().startsWith("skypool: cannot write to " + output), outcome.err());
  }

  @Test
  void outputThatMayNotBeWritten() throws Exception {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertTrue(locked.toFile().setWritable(false));
    assumeFalse(Files.isWritable(locked), "this user may write everywhere");
    RunsOnSpark.Outcome outcome = execute("run", conf, locked.resolve("out"));
    assertEquals(1, outcome.code(), outcome.err());
    assertTrue(outcome.failure().contains("cannot write to"), outcome.err());
  }
}

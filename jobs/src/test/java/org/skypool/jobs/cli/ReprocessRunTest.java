package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.Nights.missing;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.DrawsWriter;
import org.skypool.jobs.io.Duck;
import org.skypool.jobs.io.TablePart;

/** A survey run again on a catalogue that changed a little samples what changed, and only that. */
class ReprocessRunTest {
  private static final int OBJECTS = 2_000;
  private static final int CHANGED = 20;
  private static final List<String> ROUNDS = List.of("draws/round=0", "draws/round=1");
  private static final DrawsSchema SCHEMA =
      new DrawsSchema(List.of("x"), Set.of(), List.of("x_err", "x_measured"), List.of("ess"));

  @TempDir static Path folder;
  private static Path conf;
  private static Path second;
  private static Path third;
  private static Path firstRun;
  private static Path secondRun;
  private static RunsOnSpark.Outcome secondOutcome;

  @BeforeAll
  static void twoNights() throws IOException {
    Nights nights = Nights.of(OBJECTS, 5);
    conf = RunsOnSpark.configuration(folder, Nights.CONFIGURATION, nights.write(path("one.csv")));
    nights.remove(CHANGED);
    nights.change(7, 50, CHANGED);
    nights.add(CHANGED);
    second = nights.write(path("two.csv"));
    nights.change(11, 300, 3);
    third = nights.write(path("three.csv"));
    firstRun = path("first");
    assertEquals(0, execute("run", conf, firstRun, "--release", "one").code());
    secondRun = Nights.copy(firstRun, path("second"));
    secondOutcome = run(secondRun, second);
    assertEquals(0, secondOutcome.code(), secondOutcome.err());
  }

  private static Path path(String name) {
    return folder.resolve(name);
  }

  private static RunsOnSpark.Outcome run(Path output, Path catalogue, String... more) {
    String[] words = {"run", conf.toString(), "--out", output.toString()};
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addAll(List.of("--set", "catalog.path=" + catalogue));
    all.addAll(List.of(more));
    return execute(all.toArray(String[]::new));
  }

  private static void assertReused(
      Path output, String from, int kept, int changed, int added, int dropped) {
    JsonNode reused = RunsOnSpark.record(output).get("reused");
    assertEquals(2, reused.size(), reused.toString());
    for (JsonNode round : reused) {
      assertEquals(from, round.get("from").asText());
      assertEquals(kept, round.get("kept").asInt(), reused.toString());
      assertEquals(changed, round.get("changed").asInt(), reused.toString());
      assertEquals(added, round.get("added").asInt(), reused.toString());
      assertEquals(dropped, round.get("dropped").asInt(), reused.toString());
      assertEquals(0, round.get("altered").asInt(), reused.toString());
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static TreeMap<String, FileTime> times(Path output) throws IOException {
    TreeMap<String, FileTime> times = new TreeMap<>();
    try (var files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(output.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    times.remove(".manifests/run-name");
    return times;
  }

  @Test
  void onlyWhatChangedIsSampled() throws Exception {
    assertReused(secondRun, "one", OBJECTS - 2 * CHANGED, CHANGED, CHANGED, CHANGED);
    Map<String, String> summary = Nights.summary(secondOutcome);
    assertEquals("ok", summary.get("status"));
    assertEquals("" + OBJECTS, summary.get("objects"));
    assertEquals("" + 2 * CHANGED, summary.get("sampled"));
    assertEquals("" + (OBJECTS - 2 * CHANGED), summary.get("reused"));
    assertEquals("0", summary.get("rejected"));
    assertEquals(secondRun + "/report.html", summary.get("report"));
    assertEquals(RunsOnSpark.record(secondRun).get("release").asText(), summary.get("release"));
    for (String round : ROUNDS) {
      assertEquals(2 * CHANGED, missing(firstRun, secondRun, round), round);
      assertEquals(2 * CHANGED, missing(secondRun, firstRun, round), round);
      assertEquals(
          List.of("2000|o0000020"),
          Duck.rows(
              "SELECT count(DISTINCT object_id), min(object_id) FROM "
                  + RunsOnSpark.table(secondRun, round)));
    }
  }

  /** The answer has the bits of a run that places the points of all objects by the same plan. */
  @Test
  void rowsThatServeAreWhatWouldBeSampled() throws Exception {
    Path output = Nights.copy(firstRun, path("without-rows"));
    delete(output.resolve("draws"));
    RunsOnSpark.Outcome outcome = run(output, second);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("" + OBJECTS, Nights.summary(outcome).get("sampled"));
    assertFalse(RunsOnSpark.record(output).has("reused"));
    for (String round : ROUNDS) {
      assertEquals(0, missing(output, secondRun, round), round);
    }
    SameBitsTest.assertSameBits(output, secondRun);
  }

  /** Within four Monte Carlo errors of both, and what the audits say of their bias. */
  @Test
  void theAnswerIsThatOfARunFromNothing() {
    Path fresh = path("fresh");
    RunsOnSpark.Outcome outcome = run(fresh, second);
    assertEquals(0, outcome.code(), outcome.err());
    for (String name : List.of("mu", "sd")) {
      JsonNode one = RunsOnSpark.record(fresh).at("/hyperparameters/" + name);
      JsonNode two = RunsOnSpark.record(secondRun).at("/hyperparameters/" + name);
      double sd = one.get("sd").asDouble();
      double variance = 0;
      double bias = 0;
      for (JsonNode of : List.of(one, two)) {
        double placed = of.get("monte_carlo_sd").asDouble() * sd;
        variance += square(of.get("mcse_mean").asDouble()) + square(placed);
        bias += Math.abs(of.get("bias_sd").asDouble()) * sd;
      }
      double difference = one.get("mean").asDouble() - two.get("mean").asDouble();
      assertEquals(0, difference, bias + 4 * Math.sqrt(variance), one + " " + two);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void theSameCatalogueAgainMakesNothing() throws Exception {
    TreeMap<String, FileTime> before = times(secondRun);
    RunsOnSpark.Outcome outcome = run(secondRun, second);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(before, times(secondRun));
    assertEquals("0", Nights.summary(outcome).get("sampled"));
    assertEquals("" + OBJECTS, Nights.summary(outcome).get("reused"));
  }

  @Test
  void aChangedKeyOfTheObjectsSamplesAllAgain() throws Exception {
    Path output = Nights.copy(firstRun, path("other-prior"));
    RunsOnSpark.Outcome outcome =
        run(output, second, "--set", "objects.interim-prior.x=\"normal(0, 11)\"");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("" + OBJECTS, Nights.summary(outcome).get("sampled"));
    assertFalse(RunsOnSpark.record(output).has("reused"));
    assertEquals(OBJECTS, missing(output, secondRun, "draws/round=0"));
  }

  @Test
  void aRerunOfARerun() throws Exception {
    Path output = Nights.copy(secondRun, path("third"));
    RunsOnSpark.Outcome outcome = run(output, third);
    assertEquals(0, outcome.code(), outcome.err());
    String from = RunsOnSpark.record(secondRun).get("release").asText();
    assertReused(output, from, OBJECTS - 3, 3, 0, 0);
    for (String round : ROUNDS) {
      assertEquals(3, missing(secondRun, output, round), round);
    }
  }

  /** A survey that outgrows its buckets: their number is multiplied, and old rows still serve. */
  @Test
  void moreBucketsFromFewer() throws Exception {
    Nights nights = Nights.of(400, 9);
    Path small = nights.write(path("small.csv"));
    nights.add(1_600);
    Path large = nights.write(path("large.csv"));
    Path output = path("grown");
    assertEquals(0, run(output, small, "--release", "small").code());
    RunsOnSpark.Outcome outcome = run(output, large);
    assertEquals(0, outcome.code(), outcome.err());
    assertReused(output, "small", 400, 0, 1_600, 0);
    assertEquals(8, files(output.resolve("draws/round=1")));
  }

  private static long files(Path table) throws IOException {
    try (var files = Files.list(table)) {
      return files.count();
    }
  }

  /** What a driver leaves that was killed when half of the buckets of a round were there. */
  @Test
  void aRerunThatWasKilledGoesOn() throws Exception {
    for (String round : ROUNDS) {
      Path output = Nights.copy(firstRun, path("killed-" + round.charAt(round.length() - 1)));
      for (String done : ROUNDS.subList(0, ROUNDS.indexOf(round))) {
        delete(output.resolve(done));
        Nights.copy(secondRun.resolve(done), output.resolve(done));
        Files.copy(manifest(secondRun, done), manifest(output, done), REPLACE);
      }
      String hash =
          new ObjectMapper().readTree(manifest(secondRun, round).toFile()).get("hash").asText();
      Path staging =
          output.resolve(".staging-" + round.replace('/', '.') + "@" + hash.substring(0, 12));
      Files.createDirectories(staging);
      Map<String, FileTime> finished = new TreeMap<>();
      for (int bucket = 0; bucket < 4; bucket++) {
        String file = "part-%05d.parquet".formatted(bucket);
        Files.copy(secondRun.resolve(round).resolve(file), staging.resolve(file));
        finished.put(file, Files.getLastModifiedTime(staging.resolve(file)));
      }
      Files.delete(manifest(output, round));
      RunsOnSpark.Outcome outcome = run(output, second);
      assertEquals(0, outcome.code(), outcome.err());
      SameBitsTest.assertSameBits(secondRun, output);
      assertReused(output, "one", OBJECTS - 2 * CHANGED, CHANGED, CHANGED, CHANGED);
      for (String file : finished.keySet()) {
        FileTime now = Files.getLastModifiedTime(output.resolve(round).resolve(file));
        assertEquals(finished.get(file), now, "sampled twice: " + round + "/" + file);
      }
    }
  }

  private static final java.nio.file.CopyOption REPLACE =
      java.nio.file.StandardCopyOption.REPLACE_EXISTING;

  private static Path manifest(Path output, String round) {
    return output.resolve(".manifests").resolve(round.replace('/', '.') + ".json");
  }

  /** Changes what a reader of files does not see: one weight of one object, in the last digits. */
  @Test
  void aRowThatSomebodyChangedDoesNotServe() throws Exception {
    Path output = Nights.copy(firstRun, path("altered"));
    rewrite(output, 3, metadata -> {}, true);
    RunsOnSpark.Outcome outcome = run(output, second);
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(1, RunsOnSpark.record(output).at("/reused/1/altered").asInt(), outcome.err());
    assertEquals(
        "warning: draws/round=1: 1 rows were not what had been written, and were sampled again",
        outcome.err().lines().filter(line -> line.startsWith("warning")).findFirst().orElse(""));
    assertEquals(0, missing(output, secondRun, "draws/round=1"));
    SameBitsTest.assertSameBits(secondRun, output);
  }

  /** Another version of the program, or another table, has another key. */
  @Test
  void rowsOfAnotherProgramDoNotServe() throws Exception {
    Path output = Nights.copy(firstRun, path("version"));
    for (int bucket = 0; bucket < 8; bucket++) {
      rewrite(output, bucket, metadata -> metadata.put("skypool.row_key", "other"), false);
    }
    RunsOnSpark.Outcome outcome = run(output, second);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode reused = RunsOnSpark.record(output).get("reused");
    assertEquals(1, reused.size(), reused.toString());
    assertEquals(0, reused.get(0).get("round").asInt());
    assertEquals("" + OBJECTS, Nights.summary(outcome).get("sampled"));
    assertEquals(0, missing(output, secondRun, "draws/round=1"));
  }

  /** A damaged file is no reason to stop: its objects are sampled. */
  @Test
  void aDamagedFileIsSampledAgain() throws Exception {
    Path output = Nights.copy(firstRun, path("damaged"));
    Files.write(output.resolve("draws/round=1/part-00002.parquet"), new byte[] {1, 2, 3});
    RunsOnSpark.Outcome outcome = run(output, second);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode reused = RunsOnSpark.record(output).at("/reused/1");
    assertTrue(reused.get("kept").asInt() < OBJECTS - 100, reused.toString());
    assertEquals(0, missing(output, secondRun, "draws/round=1"));
  }

  private interface Change {
    void of(Map<String, String> metadata);
  }

  /** Writes a file of round 1 again, through the program's own writer. */
  private static void rewrite(Path output, int bucket, Change change, boolean alter)
      throws IOException {
    Path file = output.resolve("draws/round=1/part-%05d.parquet".formatted(bucket));
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toString());
    Map<String, String> coordinates = Map.of("x", "x");
    DrawsReader.DrawsFile read =
        DrawsReader.marked(new Configuration(), TablePart.whole(path), SCHEMA, coordinates);
    if (alter) {
      read.block().logWeight()[read.block().draws() - 1] += 1e-9;
    }
    Map<String, String> metadata = new LinkedHashMap<>(read.metadata());
    metadata.keySet().removeAll(Set.of("skypool.format", "skypool.version"));
    metadata.keySet().removeIf(key -> !key.startsWith("skypool."));
    change.of(metadata);
    try (DrawsWriter writer =
        DrawsWriter.openMarked(new Configuration(), path, SCHEMA, coordinates, metadata)) {
      writer.write(read.block(), read.diagnostics(), read.marks().orElseThrow());
    }
  }
}

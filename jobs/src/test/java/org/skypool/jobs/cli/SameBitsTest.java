package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;
import static org.skypool.jobs.cli.RunsOnSpark.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.jobs.io.Duck;

/**
 * The same input and seed give the same bits, however the work is split, interrupted or repeated.
 */
class SameBitsTest {
  @TempDir static Path folder;
  private static Path conf;
  private static Path reference;

  @BeforeAll
  static void run() {
    conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 200));
    reference = folder.resolve("reference");
    assertEquals(0, execute("run", conf, reference).code());
  }

  /** All rows of the answers, every number in full. */
  static List<String> bits(Path output) throws Exception {
    List<String> rows = new java.util.ArrayList<>();
    rows.addAll(
        Duck.rows("SELECT * FROM " + table(output, "hyperposterior") + " ORDER BY chain, draw"));
    rows.addAll(Duck.rows("SELECT * FROM " + table(output, "individuals") + " ORDER BY object_id"));
    return rows;
  }

  /** Fails with the number of rows that differ and the first of them. */
  static void assertSameBits(Path expected, Path actual) throws Exception {
    List<String> one = bits(expected);
    List<String> two = bits(actual);
    assertEquals(one.size(), two.size(), "rows");
    int[] differing =
        java.util.stream.IntStream.range(0, one.size())
            .filter(i -> !one.get(i).equals(two.get(i)))
            .toArray();
    assertTrue(
        differing.length == 0,
        () ->
            "%d of %d rows differ, the first:%n%s%n%s"
                .formatted(
                    differing.length, one.size(), one.get(differing[0]), two.get(differing[0])));
  }

  /** When each file of the tables of draws was written. */
  private static TreeMap<String, FileTime> times(Path output, String table) throws IOException {
    TreeMap<String, FileTime> times = new TreeMap<>();
    try (var files = Files.walk(output.resolve(table))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(output.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (var files = Files.walk(reference)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(reference.relativize(file).toString()));
      }
    }
    return copy;
  }

  @Test
  void referenceHasRows() throws Exception {
    assertTrue(bits(reference).size() >= 600, "rows: " + bits(reference).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void anyNumberOfPartitions(int partitions) throws Exception {
    Path output = folder.resolve("partitions" + partitions);
    assertEquals(0, execute("run", conf, output, "--partitions", "" + partitions).code());
    assertSameBits(reference, output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "executors"})
  void anyPlaceOfTheDraws(String evaluator) throws Exception {
    Path output = folder.resolve("evaluator-" + evaluator);
    assertEquals(0, execute("run", conf, output, "--evaluator", evaluator).code());
    assertSameBits(reference, output);
    String path = RunsOnSpark.record(output).at("/evaluator/place").asText();
    assertEquals(evaluator, path);
  }

  @Test
  void anUnknownPlaceIsRefused() {
    RunsOnSpark.Outcome outcome =
        execute("run", conf, folder.resolve("nowhere"), "--evaluator", "moon");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("[AUTO, DRIVER, EXECUTORS]"), outcome.err());
  }

  @Test
  void anotherSeedGivesOtherBits() throws Exception {
    Path output = folder.resolve("seed");
    assertEquals(0, execute("run", conf, output, "--set", "seed=4").code());
    assertNotEquals(bits(reference), bits(output));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"draws/round=0", "draws/round=1", "hyperposterior", "individuals", "rejected"})
  void aTableThatWasDeletedIsMadeAgain(String table) throws Exception {
    Path output = copy("without-" + table.replaceAll("[/=]", "-"));
    delete(output.resolve(table));
    assertEquals(0, execute("run", conf, output).code());
    assertTrue(Files.isDirectory(output.resolve(table)), table);
    assertSameBits(reference, output);
  }

  /** What a driver leaves that was killed when the table was in its place and the manifest not. */
  @Test
  void aRoundWithoutItsManifestIsNotSampledAgain() throws Exception {
    Path output = copy("announced");
    Path manifests = output.resolve(".manifests");
    for (String round : List.of("draws.round=0", "draws.round=1")) {
      Files.move(manifests.resolve(round + ".json"), manifests.resolve(round + ".moving"));
    }
    Files.delete(manifests.resolve("hyperposterior.json"));
    TreeMap<String, FileTime> draws = times(output, "draws");
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(0, outcome.code());
    assertFalse(outcome.err().contains("sampling"), outcome.err());
    assertEquals(draws, times(output, "draws"));
    assertSameBits(reference, output);
  }

  @Test
  void aLostFileOfATableIsMadeAgain() throws Exception {
    Path output = copy("lost-file");
    Files.delete(output.resolve("individuals/part-00000.parquet"));
    assertEquals(0, execute("run", conf, output).code());
    assertSameBits(reference, output);
  }

  @Test
  void anIdenticalRunMakesNothingAgain() throws Exception {
    Path output = copy("twice");
    TreeMap<String, TreeMap<String, FileTime>> before = new TreeMap<>();
    for (String table : List.of("draws", "hyperposterior", "individuals", "rejected")) {
      before.put(table, times(output, table));
    }
    RunsOnSpark.Outcome outcome = execute("run", conf, output);
    assertEquals(0, outcome.code());
    assertFalse(outcome.err().contains("sampling"), outcome.err());
    for (String table : before.keySet()) {
      assertEquals(before.get(table), times(output, table), table);
    }
    assertEquals(
        RunsOnSpark.record(reference).get("hyperparameters"),
        RunsOnSpark.record(output).get("hyperparameters"));
    assertEquals(
        RunsOnSpark.record(reference).get("input"), RunsOnSpark.record(output).get("input"));
  }

  @Test
  void moreDrawsOfTheHyperposteriorRefitWithoutSamplingAgain() throws Exception {
    Path output = copy("refit");
    TreeMap<String, FileTime> draws = times(output, "draws/round=0");
    TreeMap<String, FileTime> posterior = times(output, "hyperposterior");
    RunsOnSpark.Outcome outcome = execute("run", conf, output, "--set", "hyperposterior.ess=900");
    assertEquals(0, outcome.code(), outcome.err());
    assertFalse(outcome.err().contains("interim round"), outcome.err());
    assertEquals(draws, times(output, "draws/round=0"));
    assertNotEquals(posterior, times(output, "hyperposterior"));
  }

  @Test
  void stagesOneByOneGiveTheSameAsTheWholeRun() throws Exception {
    Path output = folder.resolve("stages");
    for (String command : List.of("sample", "population", "shrink", "report")) {
      assertEquals(0, execute(command, conf, output).code(), command);
    }
    assertSameBits(reference, output);
  }
}

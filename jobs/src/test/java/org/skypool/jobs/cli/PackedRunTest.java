package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.Duck;

/** A survey with more buckets than files. */
class PackedRunTest {
  private static final int OBJECTS = 2_400;
  private static final int CHANGED = 24;
  private static final String ROUND = "draws/round=0";

  /** 2,400 x 256 draws of 20 bytes are 11.7 MiB. */
  private static final int BUCKETS = 12;

  private static final int FILES = 8;
  private static final List<String> SETTINGS =
      List.of(
          "--set", "objects.draws=256", "--set", "rounds.max=1", "--set", "objects.bucket-mib=1");

  @TempDir static Path folder;
  private static Path conf;
  private static Path changed;
  private static Path reference;

  @BeforeAll
  static void run() throws IOException {
    Nights nights = Nights.of(OBJECTS, 5);
    conf =
        RunsOnSpark.configuration(
            folder, Nights.CONFIGURATION, nights.write(folder.resolve("one.csv")));
    nights.change(7, 50, CHANGED);
    changed = nights.write(folder.resolve("two.csv"));
    reference = folder.resolve("reference");
    run(reference, "--release", "one");
  }

  /** So few draws need not be trusted. */
  private static void run(Path output, String... more) {
    List<String> all = new ArrayList<>(List.of("run", conf.toString(), "--out", output.toString()));
    all.addAll(SETTINGS);
    all.addAll(List.of(more));
    RunsOnSpark.Outcome outcome = execute(all.toArray(String[]::new));
    assertTrue(outcome.code() == 0 || outcome.code() == 4, outcome.err());
  }

  private static TreeSet<String> files(Path table) throws IOException {
    try (var files = Files.list(table)) {
      return new TreeSet<>(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith(".crc"))
              .toList());
    }
  }

  private static JsonNode reused(Path output) {
    return RunsOnSpark.record(output).at("/reused/0");
  }

  @Test
  void tablesHaveFewFilesAndAllObjects() throws Exception {
    for (String table : List.of(ROUND, "individuals")) {
      TreeSet<String> files = files(reference.resolve(table));
      assertEquals(FILES, files.size(), files.toString());
      assertEquals("part-00000.parquet", files.first());
      assertEquals("part-00010-to-00011.parquet", files.last());
      assertEquals(
          List.of(OBJECTS + "|" + OBJECTS),
          Duck.rows(
              "SELECT count(*), count(DISTINCT object_id) FROM "
                  + RunsOnSpark.table(reference, table)));
    }
    String record = Files.readString(reference.resolve(".manifests/draws.round=0.json"));
    assertEquals(BUCKETS, new ObjectMapper().readTree(record).get("buckets").size());
  }

  @Test
  void partitionsAndThePlaceOfTheDrawsChangeNothing() throws Exception {
    Path output = folder.resolve("other");
    run(output, "--partitions", "5", "--evaluator", "executors");
    SameBitsTest.assertSameBits(reference, output);
    for (String table : List.of(ROUND, "individuals")) {
      for (String name : files(reference.resolve(table))) {
        assertEquals(
            -1,
            Files.mismatch(
                reference.resolve(table).resolve(name), output.resolve(table).resolve(name)),
            table + "/" + name);
      }
    }
  }

  @Test
  void onlyWhatChangedIsSampled() throws Exception {
    Path output = Nights.copy(reference, folder.resolve("rerun"));
    run(output, "--set", "catalog.path=" + changed);
    assertEquals(OBJECTS - CHANGED, reused(output).get("kept").asInt());
    assertEquals(CHANGED, reused(output).get("changed").asInt());
    assertEquals(CHANGED, Nights.missing(reference, output, ROUND));
    assertEquals(CHANGED, Nights.missing(output, reference, ROUND));
    assertEquals(files(reference.resolve(ROUND)), files(output.resolve(ROUND)));
    assertEquals(0, execute("rollback", conf.toString(), "one", "--out", output.toString()).code());
    assertEquals(0, Nights.missing(reference, output, "individuals"));
    assertEquals(files(reference.resolve("individuals")), files(output.resolve("individuals")));
  }

  /** A file that cannot be read is sampled again, whichever buckets it holds. */
  @Test
  void aDamagedFileIsSampledAgain() throws Exception {
    Path output = Nights.copy(reference, folder.resolve("damaged"));
    Path damaged = output.resolve(ROUND).resolve("part-00010-to-00011.parquet");
    long lost = Long.parseLong(Duck.rows("SELECT count(*) FROM '%s'".formatted(damaged)).get(0));
    Files.write(damaged, new byte[] {1, 2, 3});
    run(output, "--set", "catalog.path=" + changed);
    long kept = reused(output).get("kept").asLong();
    assertTrue(
        kept <= OBJECTS - lost && kept >= OBJECTS - lost - CHANGED, lost + " lost, kept " + kept);
    assertEquals(CHANGED, Nights.missing(output, reference, ROUND));
  }

  /** What a driver leaves that was killed while it packed. */
  @Test
  void aRunThatWasKilledWhilePackingGoesOn() throws Exception {
    Path output = Nights.copy(reference, folder.resolve("killed"));
    Path manifest = output.resolve(".manifests/draws.round=0.json");
    String hash = new ObjectMapper().readTree(manifest.toFile()).get("hash").asText();
    Path staging = output.resolve(".staging-draws.round=0@" + hash.substring(0, 12));
    Files.move(output.resolve(ROUND), staging);
    Files.delete(manifest);
    Files.delete(staging.resolve("part-00010-to-00011.parquet"));
    var kept = Files.getLastModifiedTime(staging.resolve("part-00000.parquet"));
    Files.copy(
        staging.resolve("part-00001-to-00002.parquet"),
        staging.resolve(".part-00001.parquet"),
        StandardCopyOption.REPLACE_EXISTING);
    run(output);
    SameBitsTest.assertSameBits(reference, output);
    assertEquals(files(reference.resolve(ROUND)), files(output.resolve(ROUND)));
    assertEquals(
        kept, Files.getLastModifiedTime(output.resolve(ROUND).resolve("part-00000.parquet")));
  }
}

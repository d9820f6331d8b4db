package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.jobs.io.SparkForTests;
import org.skypool.jobs.release.OutputLock;

/** Answers that a later one replaces are kept, compared, and brought back. */
class ReleasesRunTest {
  @TempDir static Path folder;
  private static Path conf;
  private static final List<Path> NIGHTS = new ArrayList<>();
  private static Path first;
  private static Path second;

  @BeforeAll
  static void run() throws IOException {
    Nights nights = Nights.of(300, 21);
    for (int night = 0; night < 4; night++) {
      NIGHTS.add(nights.write(folder.resolve("night" + night + ".csv")));
      nights.remove(1);
      nights.change(2, 40, 2);
      nights.add(3);
    }
    conf = RunsOnSpark.configuration(folder, Nights.CONFIGURATION, NIGHTS.get(0));
    first = folder.resolve("first");
    assertEquals(0, run(first, 0, "--release", "dr0").code());
    second = Nights.copy(first, folder.resolve("second"));
    assertEquals(0, run(second, 1, "--release", "dr1").code());
  }

  private static RunsOnSpark.Outcome run(Path output, int night, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", conf.toString(), "--out", output.toString()));
    words.addAll(List.of("--set", "catalog.path=" + NIGHTS.get(night)));
    words.addAll(List.of(more));
    return execute(words.toArray(String[]::new));
  }

  private static TreeSet<String> names(Path of) throws IOException {
    if (!Files.exists(of)) {
      return new TreeSet<>();
    }
    try (var files = Files.list(of)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String releaseOf(Path of) {
    return RunsOnSpark.record(of).get("release").asText();
  }

  private static Path copy(String name) throws IOException {
    return Nights.copy(second, folder.resolve(name));
  }

  @Test
  void whatWasReplacedIsKeptWhole() throws Exception {
    assertEquals("dr0", releaseOf(first));
    assertFalse(Files.exists(first.resolve("releases")));
    assertEquals("dr1", releaseOf(second));
    Path kept = second.resolve("releases/dr0");
    assertEquals(new TreeSet<>(List.of("dr0")), names(second.resolve("releases")));
    assertEquals(
        new TreeSet<>(
            List.of(
                ".manifests",
                "hyperposterior",
                "individuals",
                "rejected",
                "report.html",
                "run.json")),
        names(kept));
    SameBitsTest.assertSameBits(first, kept);
    assertNotEquals(SameBitsTest.bits(first), SameBitsTest.bits(second));
    for (String file : List.of("run.json", "report.html")) {
      assertEquals(Files.readString(first.resolve(file)), Files.readString(kept.resolve(file)));
    }
  }

  @Test
  void withoutAChangeThereIsNoRelease() throws Exception {
    Path output = copy("same");
    for (String[] more : new String[][] {{}, {"--release", "dr1"}, {"--release", "other"}}) {
      assertEquals(0, run(output, 1, more).code());
      assertEquals(new TreeSet<>(List.of("dr0")), names(output.resolve("releases")));
      assertEquals("dr1", releaseOf(output));
    }
  }

  @Test
  void aNameIsTakenOrNone() throws Exception {
    Path output = copy("names");
    List<String> before = SameBitsTest.bits(output);
    String[][] refused = {
      {"dr0", "there is a release of this name"},
      {"dr1", "is the release that is there, of another catalogue or configuration"},
      {"a/b", "must be a plain file name"},
      {"..", "must be a plain file name"},
      {".hidden", "must be a plain file name"},
      {"", "must be a plain file name"},
    };
    for (String[] name : refused) {
      RunsOnSpark.Outcome outcome = run(output, 2, "--release", name[0]);
      assertEquals(2, outcome.code(), name[0]);
      assertTrue(
          outcome.failure().startsWith("skypool: --release = " + name[0] + ": " + name[1]),
          outcome.failure());
    }
    assertEquals(before, SameBitsTest.bits(output));
  }

  @Test
  void theOldestGo() throws Exception {
    Path output = copy("oldest");
    assertEquals(0, run(output, 2, "--set", "releases.keep=1").code());
    assertEquals(new TreeSet<>(List.of("dr1")), names(output.resolve("releases")));
    String name = releaseOf(output);
    assertTrue(name.matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z"), name);
    assertEquals(0, run(output, 3, "--set", "releases.keep=all").code());
    assertEquals(new TreeSet<>(List.of("dr1", name)), names(output.resolve("releases")));
    assertEquals(0, run(output, 0, "--set", "releases.keep=0").code());
    assertEquals(new TreeSet<>(), names(output.resolve("releases")));
  }

  @Test
  void aReleaseComesBack() throws Exception {
    Path output = copy("back");
    RunsOnSpark.Outcome outcome = execute("rollback", conf, output, "dr0");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("release dr0 is current; it replaced dr1", outcome.out().strip());
    SameBitsTest.assertSameBits(first, output);
    assertEquals("dr0", releaseOf(output));
    assertEquals(new TreeSet<>(List.of("dr1")), names(output.resolve("releases")));
    SameBitsTest.assertSameBits(second, output.resolve("releases/dr1"));
    RunsOnSpark.Outcome same = run(output, 0);
    assertEquals(0, same.code(), same.err());
    assertFalse(same.err().contains("sampling"), same.err());
    SameBitsTest.assertSameBits(first, output);
    RunsOnSpark.Outcome next = run(output, 1);
    assertEquals(0, next.code(), next.err());
    SameBitsTest.assertSameBits(second, output);
    assertEquals(new TreeSet<>(List.of("dr0", "dr1")), names(output.resolve("releases")));
  }

  /** After a return the draws are of another catalogue: what needs them makes them first. */
  @Test
  void drawsOfAnotherCatalogueAreNotRead() throws Exception {
    Path output = copy("stale-draws");
    assertEquals(0, execute("rollback", conf, output, "dr0").code());
    assertEquals(0, run(output, 0, "--set", "individuals.draws=9").code());
    Path fresh = Nights.copy(first, folder.resolve("fresh-draws"));
    assertEquals(0, run(fresh, 0, "--set", "individuals.draws=9").code());
    assertEquals(0, Nights.missing(output, fresh, "draws/round=1"));
    assertEquals(
        List.of("300"),
        org.skypool.jobs.io.Duck.rows(
            "SELECT count(*) FROM " + RunsOnSpark.table(output, "individuals")));
  }

  @Test
  void anUnknownReleaseIsRefused() throws Exception {
    RunsOnSpark.Outcome outcome = execute("rollback", conf, second, "dr9");
    assertEquals(2, outcome.code());
    assertTrue(outcome.failure().contains("there is no such release"), outcome.failure());
    assertTrue(outcome.failure().endsWith("there are [dr0]"), outcome.failure());
    assertEquals(2, execute("rollback", conf, second, "../first").code());
  }

  /** What a driver leaves that was killed while it put a release back, or kept one. */
  @Test
  void aKillInBetweenLosesNothing() throws Exception {
    Path output = copy("half");
    Files.writeString(
        output.resolve(".manifests/release.json"),
        Files.readString(output.resolve("releases/dr0/.manifests/release.json"))
            .replace("true", "false"));
    Files.delete(output.resolve(".manifests/hyperposterior.json"));
    Files.createDirectories(output.resolve("releases/.making-dr1/hyperposterior"));
    assertEquals(0, execute("rollback", conf, output, "dr0").code());
    SameBitsTest.assertSameBits(first, output);
    assertEquals(0, run(output, 1).code());
    SameBitsTest.assertSameBits(second, output);
    assertEquals(new TreeSet<>(List.of("dr0")), names(output.resolve("releases")));
  }

  @Test
  void whatDiffers() throws Exception {
    Path file = folder.resolve("difference.json");
    RunsOnSpark.Outcome outcome =
        execute("diff", conf, second, "dr0", "current", "--top", "2", "--json", file.toString());
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertEquals("dr0 -> dr1", lines.get(0));
    assertEquals("objects: 299 in both, 2 changed, 3 added, 1 removed", lines.get(1));
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(2, json.at("/objects/changed").asInt());
    JsonNode mu = json.at("/hyperparameters/mu");
    double from = RunsOnSpark.record(first).at("/hyperparameters/mu/mean").asDouble();
    double to = RunsOnSpark.record(second).at("/hyperparameters/mu/mean").asDouble();
    double sd = RunsOnSpark.record(first).at("/hyperparameters/mu/sd").asDouble();
    double other = RunsOnSpark.record(second).at("/hyperparameters/mu/sd").asDouble();
    assertEquals((to - from) / sd, mu.get("shift_sd").asDouble(), 1e-12);
    assertEquals((to - from) / Math.hypot(sd, other), mu.get("shift_both_sds").asDouble(), 1e-12);
    double ofSd = json.at("/hyperparameters/sd/shift_sd").asDouble();
    assertEquals(
        Math.hypot(mu.get("shift_sd").asDouble(), ofSd),
        json.get("shift_in_quadrature").asDouble(),
        1e-12);
    List<String> expected =
        org.skypool.jobs.io.Duck.rows(
            """
            SELECT a.object_id, abs(b.x_hierarchical_mean - a.x_hierarchical_mean)
                                / a.x_hierarchical_sd AS s
            FROM %s a JOIN %s b USING (object_id) ORDER BY s DESC, 1 LIMIT 2
            """
                .formatted(
                    RunsOnSpark.table(first, "individuals"),
                    RunsOnSpark.table(second, "individuals")));
    assertEquals(2, json.get("moved_most").size());
    for (int i = 0; i < 2; i++) {
      JsonNode moved = json.get("moved_most").get(i);
      String[] cells = expected.get(i).split("\\|");
      assertEquals(cells[0], moved.get("object_id").asText());
      assertEquals(Double.parseDouble(cells[1]), Math.abs(moved.get("shift_sd").asDouble()), 1e-12);
      assertTrue(lines.get(lines.size() - 2 + i).startsWith(cells[0]), outcome.out());
    }
    RunsOnSpark.Outcome folders =
        execute("diff", conf, second, first.toString(), "dr1", "--json", "-");
    assertEquals(0, folders.code(), folders.err());
    assertEquals(json.get("objects"), new ObjectMapper().readTree(folders.out()).get("objects"));
    RunsOnSpark.Outcome unknown = execute("diff", conf, second, "dr7", "dr1");
    assertEquals(2, unknown.code());
    assertTrue(unknown.failure().contains("which has current (dr1), dr0"), unknown.failure());
  }

  /** Engines that sample objects and hyperparameters together know what changed, too. */
  @ParameterizedTest
  @ValueSource(strings = {"joint", "gibbs"})
  void whatDiffersWithEveryEngine(String engine) {
    Path output = folder.resolve(engine);
    for (int night = 0; night < 2; night++) {
      RunsOnSpark.Outcome outcome =
          run(output, night, "--set", "engine=" + engine, "--release", "dr" + night);
      assertEquals(0, outcome.code(), outcome.err());
    }
    RunsOnSpark.Outcome outcome = execute("diff", conf, output, "dr0", "current");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(
        "objects: 299 in both, 2 changed, 3 added, 1 removed",
        outcome.out().lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void oneRunAtATime() throws Exception {
    Path output = copy("locked");
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(output.toString());
    try (OutputLock lock =
        OutputLock.take(SparkForTests.session().sparkContext().hadoopConfiguration(), path)) {
      lock.check();
      for (RunsOnSpark.Outcome outcome :
          List.of(run(output, 1), execute("rollback", conf, output, "dr0"))) {
        assertEquals(2, outcome.code());
        assertTrue(
            outcome
                .failure()
                .startsWith("skypool: output = " + output + ": another run is writing there"),
            outcome.failure());
      }
    }
    assertEquals(0, run(output, 1).code());
    assertFalse(Files.exists(output.resolve(".manifests/lock")));
  }
}

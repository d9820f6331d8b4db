package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs of a survey on a cluster that loses machines. */
final class LostMachines implements AutoCloseable {
  private static final String READ = "catalogue: ";
  private static final Pattern THERE = Pattern.compile("([0-9]+) of [0-9]+ buckets are there");

  private final Path folder;
  private final Path conf;
  private final Path jar;
  private final StandaloneCluster cluster;
  private final Path undisturbed;
  private final long millis;
  private int submitted;

  /** Starts a cluster and runs the survey there undisturbed. */
  LostMachines(Path folder, int objects, int work) throws Exception {
    this.folder = folder;
    this.conf = SlowSurvey.configuration(folder, objects, Integer.toString(work));
    this.jar = UserJar.ofTheSlowModel(folder);
    this.cluster = StandaloneCluster.start(folder, 2);
    this.undisturbed = folder.resolve("undisturbed");
    try (Launched run = submit(undisturbed)) {
      run.awaitErr(READ);
      long start = System.nanoTime();
      assertEquals(0, run.exitCode(), run.err() + cluster.log());
      this.millis = (System.nanoTime() - start) / 1_000_000;
    }
  }

  /** How long the undisturbed run took from the catalogue on. */
  long millis() {
    return millis;
  }

  StandaloneCluster cluster() {
    return cluster;
  }

  /** Submits the run; draws are with the executors. */
  Launched submit(Path output) throws Exception {
    return cluster.submit(
        "run-" + submitted++,
        List.of("--jars", jar.toString()),
        "run",
        conf.toString(),
        "--evaluator",
        "executors",
        "--out",
        output.toString());
  }

  /** Submits the run and waits until it has read its catalogue. */
  Launched submitAndAwaitCatalogue(Path output) throws Exception {
    Launched run = submit(output);
    run.awaitErr(READ);
    return run;
  }

  /** Waits for the end of a run, which must have the bits of the undisturbed one. */
  void awaitSameBits(Launched run, Path output) throws Exception {
    assertEquals(0, run.exitCode(), run.err());
    SameBitsTest.assertSameBits(undisturbed, output);
    try (Stream<Path> files = Files.list(output)) {
      assertEquals(
          List.of(),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith(".old") || name.startsWith(".staging"))
              .toList());
    }
  }

  /** Kills the driver and runs the same command again: what was sampled is not sampled again. */
  void killAndResume(Launched driver, Path output) throws Exception {
    driver.kill();
    assertPublishedTablesAreWhole(output);
    Map<String, FileTime> before = SlowSurvey.finished(output);
    long unpacked = before.keySet().stream().filter(name -> name.contains("/.")).count();
    try (Launched again = submit(output)) {
      awaitSameBits(again, output);
      String err = again.err();
      Matcher there = THERE.matcher(err);
      long found = there.find() ? Long.parseLong(there.group(1)) : 0;
      assertTrue(found >= unpacked, () -> "buckets sampled twice: " + before + err);
    }
    Map<String, FileTime> after = new TreeMap<>(SlowSurvey.finished(output));
    after.keySet().retainAll(before.keySet());
    before.keySet().removeIf(name -> name.contains("/."));
    assertEquals(before, after, "files written twice");
  }

  /** A reader at this moment sees all buckets of a table of draws, or none. */
  private void assertPublishedTablesAreWhole(Path output) throws IOException {
    for (String round : List.of("round=0", "round=1")) {
      Path table = output.resolve("draws").resolve(round);
      if (Files.exists(table)) {
        try (Stream<Path> now = Files.list(table);
            Stream<Path> whole = Files.list(undisturbed.resolve("draws").resolve(round))) {
          assertEquals(whole.count(), now.count(), table.toString());
        }
      }
    }
    assertTrue(Files.exists(output.resolve(".manifests/run-name")));
  }

  Path newOutput(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

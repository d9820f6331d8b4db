package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.skypool.jobs.cli.RunsOnSpark.execute;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.FullDisk;
import org.skypool.jobs.io.SparkForTests;

/** A disk that fills up in the middle of a run. */
class FullDiskRunTest {
  @TempDir Path folder;
  private Path conf;
  private Path output;

  @BeforeEach
  void goodRun() {
    conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 60));
    output = folder.resolve("out");
    assertEquals(0, execute("run", conf, output).code());
  }

  private static void diskIsGone() {
    FullDisk.empty(SparkForTests.session().sparkContext().hadoopConfiguration());
  }

  private TreeMap<String, String> tables() throws Exception {
    TreeMap<String, String> hashes = new TreeMap<>();
    try (var files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString();
        if (!name.startsWith(".manifests") && !name.startsWith("releases/")) {
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          hashes.put(name, HexFormat.of().formatHex(hash));
        }
      }
    }
    return hashes;
  }

  private RunsOnSpark.Outcome onFullDisk(long bytes, String set) {
    FullDisk.fill(SparkForTests.session().sparkContext().hadoopConfiguration(), bytes);
    try {
      return execute("run", conf, output, "--set", set);
    } finally {
      diskIsGone();
    }
  }

  @Test
  void drawsThatDoNotFitLeaveTheOldRunWholeAndTheNextRunSucceeds() throws Exception {
    TreeMap<String, String> before = tables();
    RunsOnSpark.Outcome full = onFullDisk(1_000, "seed=4");
    assertEquals(1, full.code(), full.err());
    assertTrue(full.failure().startsWith("skypool: disk full: cannot write to "), full.err());
    assertFalse(full.err().contains("\tat "), full.err());
    assertEquals(before, tables());

    assertEquals(0, execute("run", conf, output, "--set", "seed=4").code());
    Path fresh = folder.resolve("fresh");
    assertEquals(0, execute("run", conf, fresh, "--set", "seed=4").code());
    SameBitsTest.assertSameBits(fresh, output);
  }

  @Test
  void hyperposteriorThatDoesNotFitIsNotPublished() throws Exception {
    TreeMap<String, String> before = tables();
    RunsOnSpark.Outcome full = onFullDisk(5_000, "hyperposterior.ess=800");
    assertEquals(1, full.code(), full.err());
    assertTrue(full.failure().contains("No space left on device"), full.err());
    assertEquals(before, tables());
    assertEquals(0, execute("run", conf, output, "--set", "hyperposterior.ess=800").code());
  }

  @Test
  void reportThatDoesNotFitKeepsTheOldOne() throws Exception {
    String before = Files.readString(output.resolve("report.html"));
    RunsOnSpark.Outcome full = onFullDisk(20_000, "report.labels.x=mass");
    assertEquals(1, full.code(), full.err());
    assertTrue(full.failure().contains("report.html: No space left on device"), full.err());
    assertEquals(before, Files.readString(output.resolve("report.html")));
    assertFalse(Files.exists(output.resolve(".report.html.new")));
  }
}

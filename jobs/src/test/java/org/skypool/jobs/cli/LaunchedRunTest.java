package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a process of their own: exit codes, what a user sees, and an interrupted run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are POSIX")
class LaunchedRunTest {
  @TempDir Path folder;

  private Launched launch(String name, String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "org.skypool.jobs.Main";
    System.arraycopy(words, 0, all, 1, words.length);
    return Launched.java(folder, name, System.getProperty("java.class.path"), Map.of(), all);
  }

  @Test
  void interruptedRunIsTakenUpAgainOnOneCoreWithTheSameBits() throws Exception {
    Path conf =
        RunsOnSpark.configuration(
            folder, RunsOnSpark.NORMAL, RunsOnSpark.normalCatalogue(folder, 200));
    Path output = folder.resolve("out");
    String[] words = {"run", conf.toString(), "--out", output.toString(), "--master", "local[1]"};
    try (Launched first = launch("first", words)) {
      first.awaitErr("round 0:");
      first.interrupt();
      assertEquals(130, first.exitCode(), first.err());
      assertFalse(first.err().contains("\tat "), first.err());
      assertFalse(first.err().contains("skypool: "), first.err());
    }
    assertFalse(Files.exists(output.resolve("individuals")));
    try (Launched second = launch("second", words)) {
      assertEquals(0, second.exitCode(), second.err());
      assertFalse(second.err().contains("interim round"), second.err());
      assertTrue(second.err().startsWith("catalogue: 200 rows"), second.err());
      assertTrue(second.err().lines().count() <= 15, second.err());
      assertEquals("report: " + output + "/report.html", second.out().strip());
    }
    Path here = folder.resolve("here");
    assertEquals(0, RunsOnSpark.execute("run", conf, here).code());
    SameBitsTest.assertSameBits(here, output);
    assertNotEquals(
        RunsOnSpark.record(here).at("/spark/master"),
        RunsOnSpark.record(output).at("/spark/master"));
  }

  @Test
  void interruptedCalibrationSaysNothingOfSpark() throws Exception {
    Path conf =
        RunsOnSpark.configuration(
            folder,
            RunsOnSpark.NORMAL
                + "mock { objects = 200, truth { mu = 1, sd = 1 }, columns { x_err = 0.3 } }\n",
            RunsOnSpark.normalCatalogue(folder, 20));
    Path output = folder.resolve("out");
    try (Launched calibration =
        launch(
            "calibration",
            "calibrate",
            conf.toString(),
            "--out",
            output.toString(),
            "--mocks",
            "5000",
            "--master",
            "local[1]")) {
      calibration.awaitErr("calibration: ");
      calibration.interrupt();
      assertEquals(130, calibration.exitCode(), calibration.err());
      for (String line : calibration.err().lines().toList()) {
        assertTrue(line.startsWith("calibration: "), calibration.err());
      }
      assertEquals("", calibration.out());
    }
    assertFalse(Files.exists(output.resolve("calibration.json")));
  }

  @Test
  void damagedFileIsOneLine() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          Files.readString(RunsOnSpark.normalCatalogue(folder, 5000))
              .getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("catalogue.csv.gz");
    Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    Path conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, file);
    try (Launched run =
        launch("damaged", "run", conf.toString(), "--out", folder.resolve("out").toString())) {
      assertEquals(3, run.exitCode(), run.err());
      assertEquals(
          "skypool: catalog.path = " + file + " ends too early: it is truncated",
          run.err().strip());
      assertEquals("", run.out());
    }
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Drivers, executors and workers killed at random moments and at every stage boundary. */
@Tag("nightly")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's standalone cluster needs POSIX")
class LostMachinesNightlyIT {
  private static final int KILLS = 30;

  @TempDir Path folder;

  private enum Victim {
    DRIVER,
    EXECUTOR,
    WORKER
  }

  /**
   * Each of 30 runs of 20,000 objects loses one process, at a moment of its own. A run that ended
   * before its moment came lost nothing, must be right all the same, and is not one of the 30.
   */
  @Test
  void thirtyKillsAtRandomMoments() throws Exception {
    SplittableRandom random = new SplittableRandom(30);
    try (LostMachines machines = new LostMachines(folder, 20_000, 10)) {
      System.out.printf(Locale.ROOT, "undisturbed: %.1f s%n", machines.millis() / 1e3);
      int kills = 0;
      for (int run = 0; kills < KILLS; run++) {
        assertTrue(run < 2 * KILLS, "too many runs ended before they lost anything");
        Victim victim = Victim.values()[kills % Victim.values().length];
        int worker = random.nextInt(2);
        long moment = random.nextLong(machines.millis());
        Path output = machines.newOutput("run-" + run);
        long start = System.nanoTime();
        try (Launched driver = machines.submitAndAwaitCatalogue(output)) {
          Thread.sleep(moment);
          boolean struck = strike(machines, driver, victim, worker, output);
          kills += struck ? 1 : 0;
          System.out.printf(
              Locale.ROOT,
              "kill %d: %s after %.1f s%s, done after %.1f s%n",
              kills,
              victim,
              moment / 1e3,
              struck ? "" : " (it had ended)",
              (System.nanoTime() - start) / 1e9);
        }
      }
    }
  }

  /** Kills and waits for the end; false where there was nothing left to kill. */
  private static boolean strike(
      LostMachines machines, Launched driver, Victim victim, int worker, Path output)
      throws Exception {
    boolean struck = driver.isAlive();
    switch (victim) {
      case DRIVER -> machines.killAndResume(driver, output);
      case EXECUTOR -> {
        struck = machines.cluster().killExecutor(worker);
        machines.awaitSameBits(driver, output);
      }
      case WORKER -> {
        machines.cluster().replaceWorker(worker);
        machines.awaitSameBits(driver, output);
      }
    }
    return struck;
  }

  /** One run whose driver is killed as soon as each of these files is there. */
  @Test
  void driverIsKilledAtEveryStageBoundary() throws Exception {
    Path conf = SlowSurvey.configuration(folder, 3000, "5");
    Path jar = UserJar.ofTheSlowModel(folder);
    Path undisturbed = folder.resolve("undisturbed");
    try (Launched run = launch("undisturbed", jar, conf, undisturbed)) {
      assertEquals(0, run.exitCode(), run.err());
    }
    Path output = folder.resolve("out");
    Map<String, FileTime> sampled = new TreeMap<>();
    List<String> boundaries =
        List.of(
            ".manifests/run-name",
            ".manifests/draws.round=0.moving",
            "draws/round=0",
            ".manifests/draws.round=0.json",
            ".manifests/draws.round=1.moving",
            "draws/round=1",
            ".manifests/draws.round=1.json",
            "rejected",
            "hyperposterior",
            "run.json",
            ".manifests/hyperposterior.json",
            "individuals",
            ".manifests/individuals.json",
            "report.html");
    for (String boundary : boundaries) {
      try (Launched run = launch(boundary.replace('/', '-'), jar, conf, output)) {
        awaitFile(run, output.resolve(boundary));
        run.kill();
      }
      Map<String, FileTime> now = SlowSurvey.finished(output);
      for (Map.Entry<String, FileTime> before : sampled.entrySet()) {
        assertEquals(before.getValue(), now.get(before.getKey()), boundary);
      }
      sampled.putAll(now);
    }
    try (Launched run = launch("last", jar, conf, output)) {
      assertEquals(0, run.exitCode(), run.err());
    }
    SameBitsTest.assertSameBits(undisturbed, output);
    for (String key : List.of("hyperparameters", "rounds", "guards", "input", "elpd_loo")) {
      assertEquals(
          RunsOnSpark.record(undisturbed).get(key), RunsOnSpark.record(output).get(key), key);
    }
  }

  private Launched launch(String name, Path jar, Path conf, Path output) throws Exception {
    return Launched.java(
        folder,
        name,
        System.getProperty("java.class.path") + File.pathSeparator + jar,
        Map.of(),
        "org.skypool.jobs.Main",
        "run",
        conf.toString(),
        "--out",
        output.toString(),
        "--master",
        "local[2]");
  }

  /** Waits until a file is there; a run that ends first was past this boundary already. */
  private static void awaitFile(Launched run, Path file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.exists(file) && run.isAlive()) {
      assertTrue(System.nanoTime() < end, () -> "no " + file);
      Thread.sleep(1);
    }
  }
}

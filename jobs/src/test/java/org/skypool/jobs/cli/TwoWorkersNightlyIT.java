package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two workers of one core each sample nearly twice as fast as one. */
@Tag("nightly")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's standalone cluster needs POSIX")
class TwoWorkersNightlyIT {
  private static final double REQUIRED = 1.7;
  private static final int REPEATS = 2;

  /** Load of other programs above which two cores are not there to be measured. */
  private static final double MOST_LOAD = 0.5;

  @TempDir Path folder;

  /**
   * The fastest of two runs with each, taking turns, long enough that starting a stage is little of
   * it.
   */
  @Test
  void twoWorkersAreFaster() throws Exception {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    assumeTrue(
        load < MOST_LOAD || Boolean.getBoolean("skypool.test.anyload"),
        "skipped: the load of this machine is " + load + ", must be below " + MOST_LOAD);
    Path conf = SlowSurvey.configuration(folder, 20_000, "1600");
    Path jar = UserJar.ofTheSlowModel(folder);
    double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (int workers = 1; workers <= 2; workers++) {
        String name = "workers-" + workers + "-" + repeat;
        best[workers - 1] = Math.min(best[workers - 1], seconds(name, workers, conf, jar));
      }
    }
    double ratio = best[0] / best[1];
    System.out.printf(
        Locale.ROOT,
        "sampling, one worker %.1f s, two %.1f s, ratio %.2f; load before %.2f%n",
        best[0],
        best[1],
        ratio,
        load);
    assertTrue(ratio >= REQUIRED, "ratio " + ratio);
  }

  private double seconds(String name, int workers, Path conf, Path jar) throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    Path output = own.resolve("out");
    try (StandaloneCluster cluster = StandaloneCluster.start(own, workers);
        Launched run =
            cluster.submit(
                "submit",
                List.of("--jars", jar.toString()),
                "sample",
                conf.toString(),
                "--out",
                output.toString())) {
      assertEquals(0, run.exitCode(), run.err());
    }
    return RunsOnSpark.record(output).at("/seconds/sample").asDouble();
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An executor, then the driver, killed in the middle of sampling; the nightly test does more. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's standalone cluster needs POSIX")
class LostMachinesIT {
  @TempDir Path folder;

  @Test
  void anExecutorAndTheDriverAreLostInMidSampling() throws Exception {
    try (LostMachines machines = new LostMachines(folder, 2000, 100)) {
      Path output = machines.newOutput("disturbed");
      try (Launched driver = machines.submitAndAwaitCatalogue(output)) {
        assertTrue(machines.cluster().killExecutor(0), "no executor to kill");
        awaitFinished(driver, output, 2);
        machines.killAndResume(driver, output);
      }
    }
  }

  private static void awaitFinished(Launched driver, Path output, int buckets) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (SlowSurvey.finished(output).size() < buckets) {
      assertTrue(driver.isAlive() && System.nanoTime() < end, driver.err());
      Thread.sleep(5);
    }
  }
}

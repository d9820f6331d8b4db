package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.SparkForTests;

/** The comparison runs and says what it measured; how fast is for a quiet machine to say. */
class EvaluatorTimesTest {
  @TempDir Path folder;

  @Test
  void everyTimeIsMeasured() throws Exception {
    EvaluatorTimes times = EvaluatorTimes.measure(SparkForTests.session(), folder, 2_000, 16);
    assertEquals(2_000, times.objects());
    assertEquals(16, times.perObject());
    assertTrue(times.driverLoad() > 0 && times.executorsLoad() > 0, times.toString());
    assertTrue(times.driverScan() > 0 && times.job() > 0, times.toString());
    assertEquals(times.executorsScan() / times.driverScan(), times.ratio());
    try (var files = Files.list(folder.resolve("draws/round=0"))) {
      assertEquals(8, files.filter(file -> file.toString().endsWith(".parquet")).count());
    }
  }
}

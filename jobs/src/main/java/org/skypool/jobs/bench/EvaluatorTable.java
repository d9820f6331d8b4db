package org.skypool.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.stage.EvaluatorTimes;
import org.skypool.jobs.stage.SparkSessions;

/** What a scan of the draws costs in the driver's memory, and on executors. */
final class EvaluatorTable {
  private static final int OBJECTS = 1_000_000;
  private static final int POINTS = 64;

  private EvaluatorTable() {}

  static BenchTable measured() throws IOException {
    Path folder = Files.createTempDirectory("skypool-bench");
    SparkSession spark = SparkSessions.open("bench", Optional.empty());
    try {
      EvaluatorTimes times = EvaluatorTimes.measure(spark, folder, OBJECTS, POINTS);
      return new BenchTable(
          "evaluators",
          "Seconds for %,d objects of %d draws, embedded Spark".formatted(OBJECTS, POINTS),
          List.of("driver", "executors", "ratio"),
          List.of(
              row("reading the table", times.driverLoad(), times.executorsLoad()),
              row("a scan of 64 vectors", times.driverScan(), times.executorsScan()),
              row("a Spark job that does nothing", Double.NaN, times.job())),
          List.of());
    } finally {
      spark.stop();
      delete(folder);
    }
  }

  private static BenchTable.Row row(String what, double driver, double executors) {
    return new BenchTable.Row(what, driver, executors, executors / driver);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package org.skypool.jobs.stage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.skypool.jobs.progress.JobName;
import org.skypool.jobs.progress.RunMetrics;

/**
 * Wall-clock and CPU seconds of each stage. On an embedded Spark the CPU time is that of this
 * process; elsewhere the executors' task time is added to the driver's. What a stage does has its
 * name in the Spark UI, where it has none of its own.
 */
final class StageClock {
  private static final double NANOS = 1e9;

  private static final Map<String, String> JOBS =
      Map.of(
          "mock", "mock survey",
          "catalogue", "reading the catalogue",
          "sample", "sampling",
          "fit", "fitting the population",
          "shrink", "shrinking objects",
          "report", "report");

  private final SparkContext context;
  private final boolean isLocal;
  private final AtomicLong executorNanos = new AtomicLong();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();

  StageClock(SparkContext context) {
    this.context = context;
    this.isLocal = context.isLocal();
    context.addSparkListener(
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
              executorNanos.addAndGet(end.taskMetrics().executorCpuTime());
            }
          }
        });
  }

  /** Work that may fail as files fail. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Runs work and adds what it took to a stage, without the stages timed within it. */
  <T, E extends Exception> T time(String stage, Work<T, E> work) throws E {
    double wall = System.nanoTime() / NANOS;
    double cpu = cpuNanos() / NANOS;
    double innerWall = total(seconds);
    double innerCpu = total(cpuSeconds);
    String interrupted = RunMetrics.OF_THIS_DRIVER.enter(stage);
    try (JobName named = JobName.of(context, JOBS.getOrDefault(stage, stage))) {
      return work.run();
    } finally {
      RunMetrics.OF_THIS_DRIVER.enter(interrupted);
      double within = total(seconds) - innerWall;
      double cpuWithin = total(cpuSeconds) - innerCpu;
      seconds.merge(stage, System.nanoTime() / NANOS - wall - within, Double::sum);
      cpuSeconds.merge(stage, cpuNanos() / NANOS - cpu - cpuWithin, Double::sum);
    }
  }

  private static double total(Map<String, Double> stages) {
    return stages.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private long cpuNanos() {
    long process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return isLocal ? process : process + executorNanos.get();
  }

  Map<String, Double> seconds() {
    return seconds;
  }

  Map<String, Double> cpuSeconds() {
    return cpuSeconds;
  }
}

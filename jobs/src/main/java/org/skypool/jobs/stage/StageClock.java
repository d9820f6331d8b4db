package org.skypool.jobs.stage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Wall-clock and CPU seconds of each stage. On an embedded Spark the CPU time is that of this
 * process; elsewhere the executors' task time is added to the driver's.
 */
final class StageClock {
  private final boolean isLocal;
  private final AtomicLong executorNanos = new AtomicLong();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();

  StageClock(SparkContext context) {
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

  /** Runs work and adds what it took to a stage. */
  <T, E extends Exception> T time(String stage, Work<T, E> work) throws E {
    long wall = System.nanoTime();
    long cpu = cpuNanos();
    try {
      return work.run();
    } finally {
      seconds.merge(stage, (System.nanoTime() - wall) / 1e9, Double::sum);
      cpuSeconds.merge(stage, (cpuNanos() - cpu) / 1e9, Double::sum);
    }
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

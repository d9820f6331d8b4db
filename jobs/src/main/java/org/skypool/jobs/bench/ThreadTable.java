package org.skypool.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.likelihood.LocalEvaluator;

/**
 * How much sooner a pass ends on several threads: by the clock on the wall, which other programs
 * disturb, and by the CPU time of the busiest thread, which they disturb less. Passes on one thread
 * and on several take turns, and the best of each count.
 */
final class ThreadTable {
  private static final int OBJECTS = 20_000;
  private static final int POINTS = 64;
  private static final int TURNS = 12;

  private ThreadTable() {}

  static BenchTable measured() {
    int processors = Runtime.getRuntime().availableProcessors();
    ModelDraws draws = DensityModels.all().get("schechter").draws(OBJECTS, POINTS);
    List<BenchTable.Row> rows = new ArrayList<>();
    for (int threads = 2; threads <= processors; threads *= 2) {
      rows.addAll(rows(draws, threads));
    }
    return new BenchTable(
        "threads",
        "Milliseconds of a pass of 64 vectors over 1,280,000 draws",
        List.of("1 thread", "n threads", "times faster"),
        rows,
        List.of(
            processors
                + " processors. Other programs that run meanwhile make the clock's figures look worse:"
                + " load of the last minute "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                + "."));
  }

  private static List<BenchTable.Row> rows(ModelDraws draws, int threads) {
    double[][] vectors = draws.vectors();
    List<BenchTable.Row> rows = new ArrayList<>();
    try (LocalEvaluator one = draws.evaluator(1);
        LocalEvaluator many = draws.evaluator(threads)) {
      rows.addAll(
          rows(
              "value, " + threads + " threads",
              () -> one.values(vectors),
              () -> many.values(vectors)));
      rows.addAll(
          rows(
              "gradient, " + threads + " threads",
              () -> one.gradients(vectors),
              () -> many.gradients(vectors)));
    }
    return rows;
  }

  private static List<BenchTable.Row> rows(String what, Runnable one, Runnable many) {
    Elapsed first = Elapsed.of(one);
    Elapsed second = Elapsed.of(many);
    for (int turn = 0; turn < TURNS; turn++) {
      first = first.best(Elapsed.of(one));
      second = second.best(Elapsed.of(many));
    }
    return List.of(
        new BenchTable.Row(
            what + ", by the clock", first.clock, second.clock, first.clock / second.clock),
        new BenchTable.Row(
            what + ", by the busiest thread's CPU time",
            first.busiest,
            second.busiest,
            first.busiest / second.busiest));
  }

  /** Milliseconds of a pass: on the wall, and of CPU time of the thread that took most. */
  private record Elapsed(double clock, double busiest) {

    static Elapsed of(Runnable pass) {
      Map<Long, Long> before = cpuByThread();
      long start = System.nanoTime();
      pass.run();
      long clock = System.nanoTime() - start;
      long busiest = 0;
      for (Map.Entry<Long, Long> thread : cpuByThread().entrySet()) {
        busiest = Math.max(busiest, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
      }
      return new Elapsed(1e-6 * clock, 1e-6 * busiest);
    }

    Elapsed best(Elapsed other) {
      return new Elapsed(Math.min(clock, other.clock), Math.min(busiest, other.busiest));
    }

    private static Map<Long, Long> cpuByThread() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      Map<Long, Long> nanoseconds = new HashMap<>();
      for (long id : threads.getAllThreadIds()) {
        nanoseconds.put(id, threads.getThreadCpuTime(id));
      }
      return nanoseconds;
    }
  }
}

package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.skypool.jobs.progress.Progress;

/** Shows how far a Spark job is: tasks add to a counter, the driver looks at it twice a second. */
final class ProgressWatch {
  private static final long PERIOD_MILLIS = 500;

  private static final int NAMED = 3;
  private static final int RECORDED = 10;

  private final SparkContext context;
  private final List<Map<String, Object>> slowest = new ArrayList<>();

  ProgressWatch(SparkContext context) {
    this.context = context;
  }

  /**
   * The objects whose likelihood took longest, a second at least, as the record of a run has it.
   */
  List<Map<String, Object>> slowest() {
    return slowest;
  }

  private void add(String label, List<SlowObject> found) {
    if (found.isEmpty()) {
      return;
    }
    List<SlowObject> ordered =
        found.stream()
            .sorted(
                Comparator.comparingDouble(SlowObject::seconds)
                    .reversed()
                    .thenComparing(SlowObject::id))
            .toList();
    System.err.println(
        label
            + ", slowest objects: "
            + ordered.stream()
                .limit(NAMED)
                .map(slow -> String.format(Locale.ROOT, "%s %.1f s", slow.id(), slow.seconds()))
                .collect(Collectors.joining(", ")));
    for (SlowObject slow : ordered) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("object_id", slow.id());
      entry.put("seconds", slow.seconds());
      entry.put("during", label);
      slowest.add(entry);
    }
    slowest.sort(Comparator.comparingDouble(entry -> -(double) entry.get("seconds")));
    if (slowest.size() > RECORDED) {
      slowest.subList(RECORDED, slowest.size()).clear();
    }
  }

  /** Starts to show progress towards a total. */
  Running start(String label, long total) {
    return new Running(label, total);
  }

  /** A job being watched. */
  final class Running implements AutoCloseable {
    private final String label;
    private final CollectionAccumulator<SlowObject> slow;
    private final LongAccumulator counter;
    private final Progress progress;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> looking;

    private Running(String label, long total) {
      this.label = label;
      this.slow = context.collectionAccumulator(label + ", slow objects");
      this.counter = context.longAccumulator(label);
      this.progress = Progress.start(label, total);
      this.clock =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "progress");
                thread.setDaemon(true);
                return thread;
              });
      this.looking =
          clock.scheduleAtFixedRate(
              () -> progress.advanceTo(counter.value()),
              PERIOD_MILLIS,
              PERIOD_MILLIS,
              TimeUnit.MILLISECONDS);
    }

    LongAccumulator counter() {
      return counter;
    }

    /** Where tasks say which objects took them long. */
    CollectionAccumulator<SlowObject> slow() {
      return slow;
    }

    @Override
    public void close() {
      looking.cancel(false);
      clock.shutdownNow();
      progress.advanceTo(counter.value());
      progress.close();
      add(label, slow.value());
    }
  }
}

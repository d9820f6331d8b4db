package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.skypool.jobs.progress.JobName;
import org.skypool.jobs.progress.Progress;

/**
 * Shows how far a Spark job is, and names it: tasks add to a counter, the driver looks at it twice
 * a second.
 */
final class ProgressWatch {
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

  /** Starts to show progress towards a total; jobs of this thread have the label from here on. */
  Running start(String label, long total) {
    return start(label, total, count -> {});
  }

  /**
   * The same.
   *
   * @param heard told of the count whenever it is looked at
   */
  Running start(String label, long total, LongConsumer heard) {
    return new Running(label, total, heard);
  }

  /** A job being watched. */
  final class Running implements AutoCloseable {
    private final String label;
    private final CollectionAccumulator<SlowObject> slow;
    private final LongAccumulator counter;
    private final JobName name;
    private final Progress progress;

    private Running(String label, long total, LongConsumer heard) {
      this.label = label;
      this.slow = context.collectionAccumulator(label + ", slow objects");
      this.counter = context.longAccumulator(label);
      this.name = JobName.of(context, label);
      this.progress =
          Progress.start(
              label,
              total,
              () -> {
                long count = counter.value();
                heard.accept(count);
                return count;
              });
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
      name.close();
      progress.close();
      add(label, slow.value());
    }
  }
}

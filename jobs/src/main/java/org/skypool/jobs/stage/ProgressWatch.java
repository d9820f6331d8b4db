package org.skypool.jobs.stage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.skypool.jobs.progress.Progress;

/** Shows how far a Spark job is: tasks add to a counter, the driver looks at it twice a second. */
final class ProgressWatch {
  private static final long PERIOD_MILLIS = 500;

  private final SparkContext context;

  ProgressWatch(SparkContext context) {
    this.context = context;
  }

  /** Starts to show progress towards a total. */
  Running start(String label, long total) {
    return new Running(context.longAccumulator(label), Progress.start(label, total));
  }

  /** A job being watched. */
  static final class Running implements AutoCloseable {
    private final LongAccumulator counter;
    private final Progress progress;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> looking;

    private Running(LongAccumulator counter, Progress progress) {
      this.counter = counter;
      this.progress = progress;
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

    @Override
    public void close() {
      looking.cancel(false);
      clock.shutdownNow();
      progress.advanceTo(counter.value());
      progress.close();
    }
  }
}

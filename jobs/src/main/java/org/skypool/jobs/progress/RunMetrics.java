package org.skypool.jobs.progress;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the run of this process is, in numbers that change while it works: what {@link
 * MetricsPlugin} hands to Spark's metrics. They are those of the driver; nothing is inferred from
 * them. Thread-safe.
 */
public final class RunMetrics {
  /** Of the run in this process. */
  public static final RunMetrics OF_THIS_DRIVER = new RunMetrics();

  /** Stages in the order of a run; the gauge {@code stage_number} counts from 1 through them. */
  private static final List<String> STAGES =
      List.of("mock", "catalogue", "sample", "pilot", "fit", "audit", "shrink", "report");

  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong aside = new AtomicLong();
  private final AtomicLong sampled = new AtomicLong();
  private final AtomicLong sampledBefore = new AtomicLong();
  private final AtomicLong round = new AtomicLong();
  private final AtomicLong passes = new AtomicLong();
  private final AtomicLong vectors = new AtomicLong();
  private volatile double effective;
  private volatile int wanted;
  private volatile String stage = "";

  RunMetrics() {}

  /** A new run begins: everything is 0 again. */
  public void clear() {
    for (AtomicLong count :
        List.of(objects, rejected, aside, sampled, sampledBefore, round, passes, vectors)) {
      count.set(0);
    }
    effective = 0;
    wanted = 0;
    stage = "";
  }

  /** A stage begins; returns the one it interrupts. */
  public String enter(String next) {
    String before = stage;
    stage = next;
    return before;
  }

  /** The catalogue is read: usable objects, and rows set aside. */
  public void catalogue(long usable, long rows) {
    objects.set(usable);
    rejected.set(rows);
  }

  /** Objects set aside after the catalogue was judged. */
  public void aside(long number) {
    aside.set(number);
  }

  /** A round begins. */
  public void round(int number) {
    round.set(number);
    sampledBefore.set(sampled.get());
    effective = 0;
  }

  /** Objects of this round that are sampled by now. */
  public void sampled(long ofThisRound) {
    sampled.set(sampledBefore.get() + ofThisRound);
  }

  /** A scan of the draws with some vectors of hyperparameters is over. */
  public void pass(int ofVectors) {
    passes.incrementAndGet();
    vectors.addAndGet(ofVectors);
  }

  /** Effective draws of the hyperposterior so far, and how many are wanted. */
  public void effective(double found, int goal) {
    effective = found;
    wanted = goal;
  }

  /** Effective draws of the fit under way, in words; empty where there are none yet. */
  public String effectiveDraws() {
    return effective > 0
        ? String.format(Locale.ROOT, "%,.0f of %,d effective draws", effective, wanted)
        : "";
  }

  /** Registers the gauges. */
  void register(MetricRegistry registry) {
    registry.register("stage", (Gauge<String>) () -> stage);
    registry.register("stage_number", (Gauge<Integer>) () -> 1 + STAGES.indexOf(stage));
    registry.register("round", (Gauge<Long>) round::get);
    registry.register("objects", (Gauge<Long>) objects::get);
    registry.register("objects_sampled", (Gauge<Long>) sampled::get);
    registry.register("objects_set_aside", (Gauge<Long>) aside::get);
    registry.register("rows_rejected", (Gauge<Long>) rejected::get);
    registry.register("fit_passes", (Gauge<Long>) passes::get);
    registry.register("fit_vectors", (Gauge<Long>) vectors::get);
    registry.register("effective_draws", (Gauge<Double>) () -> effective);
    registry.register("effective_draws_wanted", (Gauge<Integer>) () -> wanted);
  }
}

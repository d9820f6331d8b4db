package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.skypool.core.object.EvaluationWatch;

/**
 * Finds objects whose likelihood takes long: a thread looks ten times a second at what the threads
 * of this JVM evaluate, and an object that one of them is seen with twice in a row took a tenth of
 * a second more. Whoever evaluates reads no clock.
 *
 * <p>An object is named on this machine's error stream when it took 10 s, and each time that
 * doubles, also while a call does not come back. What took less than a second is forgotten.
 */
final class SlowObjects implements EvaluationWatch {
  /** The one of this JVM. */
  static final SlowObjects OF_THIS_JVM = new SlowObjects();

  private static final long TICK_MILLIS = 100;
  private static final double SECONDS_PER_TICK = TICK_MILLIS / 1e3;
  private static final double WORTH_NAMING = 1;
  private static final double ALARMING = 10;

  private final Queue<Evaluations> threads = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Evaluations> own = ThreadLocal.withInitial(this::ofThisThread);
  private ScheduledExecutorService clock;

  /** What one thread evaluates. */
  private static final class Evaluations {
    private final Thread thread = Thread.currentThread();
    private final Map<String, Integer> ticks = new LinkedHashMap<>();
    private volatile String current;
    private String seen;

    /** The object seen twice in a row, and how often it was by now; nothing where it is another. */
    private synchronized void tick() {
      String now = current;
      if (now != null && now.equals(seen)) {
        int count = ticks.merge(now, 1, Integer::sum);
        double seconds = count * SECONDS_PER_TICK;
        double multiple = seconds / ALARMING;
        if (multiple >= 1 && multiple == Math.rint(multiple) && isPowerOfTwo((long) multiple)) {
          System.err.printf(
              Locale.ROOT,
              "object %s: its likelihood has taken %.0f s so far (%s)%n",
              now,
              seconds,
              thread.getName());
        }
      }
      seen = now;
    }

    private static boolean isPowerOfTwo(long n) {
      return Long.bitCount(n) == 1;
    }

    private synchronized List<SlowObject> drained() {
      List<SlowObject> slow =
          ticks.entrySet().stream()
              .map(entry -> new SlowObject(entry.getKey(), entry.getValue() * SECONDS_PER_TICK))
              .filter(object -> object.seconds() >= WORTH_NAMING)
              .toList();
      ticks.clear();
      current = null;
      seen = null;
      return slow;
    }
  }

  private Evaluations ofThisThread() {
    Evaluations evaluations = new Evaluations();
    threads.add(evaluations);
    start();
    return evaluations;
  }

  private synchronized void start() {
    if (clock == null) {
      clock =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "slow objects");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          clock.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    threads.removeIf(evaluations -> !evaluations.thread.isAlive());
    threads.forEach(Evaluations::tick);
  }

  @Override
  public void begin(String id) {
    own.get().current = id;
  }

  @Override
  public void end() {
    own.get().current = null;
  }

  /** The objects that took this thread a second or more since it last asked. */
  List<SlowObject> drain() {
    return own.get().drained();
  }
}

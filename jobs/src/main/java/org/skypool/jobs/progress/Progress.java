package org.skypool.jobs.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Progress of long work on the error stream. On a terminal one line is redrawn, five times a second
 * at most: bar, share, count, rate, remaining time. Elsewhere (log files, spark-submit) a plain
 * line appears after 10 seconds and at every full minute, whether anything was done since or not. A
 * last line says how long it took. Thread-safe; nothing but the display depends on the clock.
 *
 * <p>Whether the error stream is a terminal is said by the launcher in the system property {@value
 * #TERMINAL}, since the JVM cannot ask for one stream alone.
 */
public final class Progress implements AutoCloseable {
  /** System property that is {@code true} where the error stream is a terminal. */
  public static final String TERMINAL = "skypool.terminal";

  private static final int BAR = 30;
  private static final long LOOK_MILLIS = 500;
  private static final long REDRAW = Duration.ofMillis(200).toNanos();
  private static final long EARLY = Duration.ofSeconds(10).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final String label;
  private final long total;
  private final Supplier<String> detail;
  private final boolean terminal;
  private final PrintStream err;
  private final LongSupplier nanoTime;
  private final long started;
  private final LongSupplier items;
  private final Timer clock = new Timer("progress", true);
  private long done;
  private long due;
  private int width;
  private boolean closed;

  private Progress(
      String label,
      long total,
      LongSupplier items,
      Supplier<String> detail,
      boolean terminal,
      PrintStream err,
      LongSupplier nanoTime,
      boolean isWatching) {
    this.label = label;
    this.total = total;
    this.detail = detail;
    this.terminal = terminal;
    this.err = err;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.due = started + (terminal ? REDRAW : EARLY);
    this.items = items;
    if (isWatching) {
      clock.schedule(look(), LOOK_MILLIS, LOOK_MILLIS);
    }
  }

  private TimerTask look() {
    return new TimerTask() {
      @Override
      public void run() {
        advanceTo(items.getAsLong());
      }
    };
  }

  /**
   * Starts to look twice a second at how many items are done.
   *
   * @param label what is being done, such as {@code sampling, round 1}
   * @param total number of items; 0 or less: not known, only the rate is shown
   * @param items how many are done by now
   */
  public static Progress start(String label, long total, LongSupplier items) {
    return start(label, total, items, () -> "");
  }

  /**
   * The same, with more to say.
   *
   * @param detail what follows on the line; empty: nothing
   */
  public static Progress start(
      String label, long total, LongSupplier items, Supplier<String> detail) {
    return new Progress(
        label,
        total,
        items,
        detail,
        Boolean.getBoolean(TERMINAL),
        System.err,
        System::nanoTime,
        true);
  }

  /** One that is told by {@link #advanceTo} alone. */
  static Progress start(
      String label,
      long total,
      Supplier<String> detail,
      boolean terminal,
      PrintStream err,
      LongSupplier nanoTime) {
    return new Progress(label, total, () -> 0, detail, terminal, err, nanoTime, false);
  }

  /**
   * Says how many items are done; a number below the last one is ignored (reports may overtake).
   */
  synchronized void advanceTo(long items) {
    if (closed) {
      return;
    }
    done = Math.max(done, items);
    long now = nanoTime.getAsLong();
    if (now >= due) {
      due = terminal ? now + REDRAW : started + ((now - started) / MINUTE + 1) * MINUTE;
      show(now);
    }
  }

  /** Ends with a line that says how many items took how long; more calls do nothing. */
  @Override
  public void close() {
    clock.cancel();
    long last = items.getAsLong();
    synchronized (this) {
      if (!closed) {
        closed = true;
        done = Math.max(done, last);
        end();
      }
    }
  }

  private void end() {
    long elapsed = nanoTime.getAsLong() - started;
    String line =
        String.format(
            Locale.ROOT,
            "%s: %,d in %s%s%s",
            label,
            done,
            duration(elapsed / 1e9),
            rate(elapsed),
            detail());
    err.println(terminal ? "\r" + padded(line) : line);
    err.flush();
  }

  private void show(long now) {
    String line = line(now - started);
    if (terminal) {
      err.print("\r" + padded(line));
    } else {
      err.println(line);
    }
    err.flush();
  }

  private String line(long elapsed) {
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s: %,d%s%s", label, done, rate(elapsed), detail());
    }
    double share = Math.min(1, done / (double) total);
    String bar = terminal ? bar(share) : "";
    return String.format(
        Locale.ROOT,
        "%s: %s%d %%, %,d of %,d%s%s%s",
        label,
        bar,
        (int) (100 * share),
        done,
        total,
        rate(elapsed),
        remaining(elapsed),
        detail());
  }

  private String remaining(long elapsed) {
    return done == 0
        ? ""
        : ", " + duration(elapsed / 1e9 * Math.max(0, total - done) / done) + " left";
  }

  private String detail() {
    String text = detail.get();
    return text.isEmpty() ? "" : ", " + text;
  }

  private static String bar(double share) {
    int filled = (int) (BAR * share);
    return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] ";
  }

  private String rate(long elapsed) {
    if (elapsed <= 0) {
      return "";
    }
    double perSecond = done / (elapsed / 1e9);
    return perSecond >= 10
        ? String.format(Locale.ROOT, ", %,.0f/s", perSecond)
        : String.format(Locale.ROOT, ", %.2f/s", perSecond);
  }

  private static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** The line with blanks that cover what a longer one left on the terminal. */
  private String padded(String line) {
    int before = width;
    width = line.length();
    return line + " ".repeat(Math.max(0, before - line.length()));
  }
}

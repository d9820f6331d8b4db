package org.skypool.jobs.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress of long work on the error stream. On a terminal one line is redrawn, five times a second
 * at most: bar, share, count, rate, remaining time. Elsewhere (log files, spark-submit) a plain
 * line appears every 10 seconds of the first minute and every minute after it. A last line says how
 * long it took. Thread-safe; nothing but the display depends on the clock.
 *
 * <p>Whether the error stream is a terminal is said by the launcher in the system property {@value
 * #TERMINAL}, since the JVM cannot ask for one stream alone.
 */
public final class Progress implements AutoCloseable {
  /** System property that is {@code true} where the error stream is a terminal. */
  public static final String TERMINAL = "skypool.terminal";

  private static final int BAR = 30;
  private static final long REDRAW = Duration.ofMillis(200).toNanos();
  private static final long EARLY = Duration.ofSeconds(10).toNanos();
  private static final long LATE = Duration.ofMinutes(1).toNanos();

  private final String label;
  private final long total;
  private final boolean terminal;
  private final PrintStream err;
  private final LongSupplier nanoTime;
  private final long started;
  private long done;
  private long shown;
  private int width;
  private boolean closed;

  private Progress(
      String label, long total, boolean terminal, PrintStream err, LongSupplier nanoTime) {
    this.label = label;
    this.total = total;
    this.terminal = terminal;
    this.err = err;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.shown = started;
  }

  /**
   * Starts.
   *
   * @param label what is being done, such as {@code sampling round 0}
   * @param total number of items; 0 or less: not known, only the rate is shown
   */
  public static Progress start(String label, long total) {
    return start(label, total, Boolean.getBoolean(TERMINAL), System.err, System::nanoTime);
  }

  static Progress start(
      String label, long total, boolean terminal, PrintStream err, LongSupplier nanoTime) {
    return new Progress(label, total, terminal, err, nanoTime);
  }

  /**
   * Says how many items are done; a number below the last one is ignored (reports may overtake).
   */
  public synchronized void advanceTo(long items) {
    if (closed || items <= done) {
      return;
    }
    done = items;
    long now = nanoTime.getAsLong();
    long pause = terminal ? REDRAW : now - started <= LATE ? EARLY : LATE;
    if (now - shown >= pause) {
      shown = now;
      show(now);
    }
  }

  /** Ends with a line that says how many items took how long; more calls do nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long elapsed = nanoTime.getAsLong() - started;
    String line =
        String.format(
            Locale.ROOT, "%s: %,d in %s%s", label, done, duration(elapsed / 1e9), rate(elapsed));
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
      return String.format(Locale.ROOT, "%s: %,d%s", label, done, rate(elapsed));
    }
    double share = Math.min(1, done / (double) total);
    double remaining = elapsed / 1e9 * Math.max(0, total - done) / done;
    String bar = terminal ? bar(share) : "";
    return String.format(
        Locale.ROOT,
        "%s: %s%d %%, %,d of %,d%s, %s left",
        label,
        bar,
        (int) (100 * share),
        done,
        total,
        rate(elapsed),
        duration(remaining));
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

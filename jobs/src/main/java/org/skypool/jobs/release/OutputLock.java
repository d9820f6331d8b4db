package org.skypool.jobs.release;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.io.SharedFile;

/**
 * One run at a time in an output folder. The lock is a file that names its holder; the holder sets
 * its time anew every few seconds for as long as it lives.
 *
 * <p>A lock is refused at once where its holder is a living process of this machine, and taken over
 * at once where it is a dead one. A holder on another machine (or in a container, whose processes
 * are its own) is watched: the lock is refused as soon as its time changes, and taken over when it
 * has not changed for a minute. Clocks of different machines are never compared.
 *
 * <p>Made for local disks and HDFS, where a file is created once. On object stores two runs that
 * begin in the same moment may both believe to have made it.
 */
public final class OutputLock implements AutoCloseable {
  private static final String FILE = ".manifests/lock";
  private static final Pace PACE = new Pace(5_000, 60_000, 500);

  private final SharedFile file;
  private final LockHolder holder;
  private final ScheduledExecutorService heart;
  private final AtomicBoolean isLost = new AtomicBoolean();

  /**
   * How fast a lock is renewed and watched, in ms.
   *
   * @param beat between renewals
   * @param stale without a renewal a holder is taken for dead after so long
   * @param look between looks at another's lock
   */
  record Pace(long beat, long stale, long look) {}

  private OutputLock(SharedFile file, LockHolder holder) {
    this.file = file;
    this.holder = holder;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "output-lock");
              thread.setDaemon(true);
              return thread;
            });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor, at close
  private void beat(Pace pace, Clock clock) {
    heart.scheduleWithFixedDelay(
        () -> renew(clock), pace.beat(), pace.beat(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lock of an output folder.
   *
   * @throws ConfigException in one line where another run holds it
   * @throws IOException in one line when storage refuses
   */
  public static OutputLock take(Configuration conf, Path output) throws IOException {
    return take(conf, output, PACE, Clock.systemUTC());
  }

  static OutputLock take(Configuration conf, Path output, Pace pace, Clock clock)
      throws IOException {
    Path path = new Path(output, FILE);
    SharedFile file = new SharedFile(conf, path);
    LockHolder me = LockHolder.here(clock.instant());
    while (!file.create(me.text())) {
      Optional<LockHolder> other = LockHolder.parse(file.text());
      boolean dead =
          other.isPresent() && other.get().isOfThisMachine()
              ? !other.get().isAlive()
              : watch(file, pace) != Seen.ALIVE;
      if (!dead) {
        throw refused(output, other);
      }
      takeAway(conf, path, other, me, pace);
    }
    OutputLock lock = new OutputLock(file, me);
    lock.beat(pace, clock);
    return lock;
  }

  private static ConfigException refused(Path output, Optional<LockHolder> other) {
    return new ConfigException(
        "output = %s: another run is writing there (%s); wait for its end, or choose another output"
            .formatted(
                output.toUri().getPath(), other.map(LockHolder::words).orElse("just begun")));
  }

  /** What became of a file that somebody watched. */
  private enum Seen {
    ALIVE,
    SILENT,
    GONE
  }

  /**
   * Looks whether the time of a file stays what it is for as long as a living holder never lets it.
   */
  private static Seen watch(SharedFile file, Pace pace) throws IOException {
    OptionalLong before = file.time();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pace.stale());
    while (before.isPresent() && System.nanoTime() < end) {
      try {
        Thread.sleep(pace.look());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a lock");
      }
      OptionalLong now = file.time();
      if (now.isPresent() && !now.equals(before)) {
        return Seen.ALIVE;
      }
      before = now;
    }
    return before.isPresent() ? Seen.SILENT : Seen.GONE;
  }

  /**
   * Removes the lock of a dead holder: only who made the file named for that lock may, and only
   * while it still is that lock, so that no one removes the lock of who was faster.
   */
  private static void takeAway(
      Configuration conf, Path path, Optional<LockHolder> dead, LockHolder me, Pace pace)
      throws IOException {
    String token = dead.map(LockHolder::token).orElse("unnamed");
    SharedFile claim = new SharedFile(conf, new Path(path.getParent(), "lock-" + token));
    if (!claim.create(me.text())) {
      if (watch(claim, pace) == Seen.SILENT) {
        claim.delete();
      }
      return;
    }
    try {
      SharedFile file = new SharedFile(conf, path);
      if (LockHolder.parse(file.text()).equals(dead)) {
        file.delete();
      }
    } finally {
      claim.delete();
    }
  }

  private void renew(Clock clock) {
    try {
      if (isMine()) {
        file.touch(clock.millis());
      } else {
        isLost.set(true);
      }
    } catch (IOException unreachable) {
      if (heart.isShutdown()) {
        return;
      }
      System.err.println(
          "warning: the lock of the output folder cannot be renewed: " + unreachable.getMessage());
    }
  }

  private boolean isMine() throws IOException {
    return LockHolder.parse(file.text()).map(LockHolder::token).equals(Optional.of(holder.token()));
  }

  /**
   * Fails where another run has taken the lock over, as one does that believes this one dead; asked
   * before anything in the folder is replaced.
   *
   * @throws IOException in one line
   */
  public void check() throws IOException {
    if (isLost.get() || !isMine()) {
      throw new IOException(
          "another run has taken over the output folder, since this one was silent for a minute");
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    heart.shutdownNow();
    if (isMine()) {
      file.delete();
    }
  }
}

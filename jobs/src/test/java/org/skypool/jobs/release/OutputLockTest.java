package org.skypool.jobs.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.config.ConfigException;

/** One run at a time in an output folder. */
class OutputLockTest {
  private static final OutputLock.Pace FAST = new OutputLock.Pace(20, 400, 10);

  @TempDir Path folder;
  private final Configuration conf = new Configuration();
  private org.apache.hadoop.fs.Path output;
  private Path file;

  @BeforeEach
  void place() {
    output = new org.apache.hadoop.fs.Path(folder.toUri());
    file = folder.resolve(".manifests/lock");
  }

  private OutputLock take() throws IOException {
    return OutputLock.take(conf, output, FAST, Clock.systemUTC());
  }

  private void leave(LockHolder holder) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, holder.text());
  }

  @Test
  void aSecondRunIsRefusedInOneLine() throws Exception {
    try (OutputLock lock = take()) {
      lock.check();
      ConfigException refused = assertThrows(ConfigException.class, this::take);
      assertTrue(
          refused
              .getMessage()
              .matches(
                  "output = .*: another run is writing there \\(host .*, process [0-9]+, since"
                      + " .*\\); wait for its end, or choose another output"),
          refused.getMessage());
    }
    assertFalse(Files.exists(file));
    take().close();
  }

  @Test
  void aDeadProcessOfThisMachineHoldsNothing() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    LockHolder me = LockHolder.here(Instant.EPOCH);
    leave(new LockHolder(me.host(), me.space(), gone.pid(), "", "1970", "dead"));
    long start = System.nanoTime();
    take().close();
    assertTrue(System.nanoTime() - start < 60e9, "taken over at once");
  }

  /** A process of the same number that began at another time is another process. */
  @Test
  void aProcessNumberUsedAgain() throws Exception {
    LockHolder me = LockHolder.here(Instant.EPOCH);
    leave(
        new LockHolder(
            me.host(), me.space(), me.pid(), "1970-01-01T00:00:00Z", me.since(), "dead"));
    take().close();
  }

  @Test
  void aSilentHolderElsewhereIsReplaced() throws Exception {
    leave(new LockHolder("elsewhere", "", 1, "", "1970", "silent"));
    try (OutputLock lock = take()) {
      lock.check();
      assertFalse(Files.exists(folder.resolve(".manifests/lock-silent")));
    }
  }

  /** Even if its clock is an hour behind: only changes count. */
  @Test
  void aLivingHolderElsewhereIsNot() throws Exception {
    leave(new LockHolder("elsewhere", "", 1, "", "1970", "living"));
    AtomicInteger beats = new AtomicInteger();
    Thread heart =
        new Thread(
            () -> {
              try {
                while (!Thread.interrupted()) {
                  long behind = System.currentTimeMillis() - 3_600_000;
                  Files.setLastModifiedTime(
                      file, FileTime.fromMillis(behind + beats.incrementAndGet()));
                  Thread.sleep(20);
                }
              } catch (IOException | InterruptedException end) {
                Thread.currentThread().interrupt();
              }
            });
    heart.start();
    try {
      ConfigException refused = assertThrows(ConfigException.class, this::take);
      assertTrue(refused.getMessage().contains("host elsewhere, process 1"), refused.getMessage());
    } finally {
      heart.interrupt();
      heart.join();
    }
  }

  @Test
  void theHeartbeatChangesTheTime() throws Exception {
    try (OutputLock lock = take()) {
      FileTime first = Files.getLastModifiedTime(file);
      for (int i = 0; i < 200 && first.equals(Files.getLastModifiedTime(file)); i++) {
        Thread.sleep(20);
      }
      assertFalse(first.equals(Files.getLastModifiedTime(file)));
      lock.check();
    }
  }

  @Test
  void whoWasTakenForDeadWritesNoMore() throws Exception {
    try (OutputLock lock = take()) {
      leave(new LockHolder("elsewhere", "", 1, "", "1970", "other"));
      IOException lost = assertThrows(IOException.class, lock::check);
      assertTrue(lost.getMessage().contains("taken over"), lost.getMessage());
    }
    assertTrue(Files.exists(file), "the lock of the other stays");
  }

  /** Of many that find a dead holder's lock one gets it. */
  @Test
  void oneOfManyTakesOver() throws Exception {
    for (int trial = 0; trial < 20; trial++) {
      LockHolder me = LockHolder.here(Instant.EPOCH);
      leave(new LockHolder(me.host(), me.space(), me.pid(), "never", "1970", "dead" + trial));
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<OutputLock>> futures = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Callable<OutputLock> taking =
            () -> {
              try {
                return take();
              } catch (ConfigException refused) {
                return null;
              }
            };
        futures.add(pool.submit(taking));
      }
      List<OutputLock> taken = new ArrayList<>();
      for (Future<OutputLock> future : futures) {
        if (future.get() != null) {
          taken.add(future.get());
        }
      }
      pool.shutdown();
      assertEquals(1, taken.size(), "trial " + trial);
      taken.get(0).close();
    }
  }
}

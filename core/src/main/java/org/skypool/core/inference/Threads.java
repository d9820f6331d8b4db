package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks on several threads and gives their results in order. */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private final ExecutorService pool;

  /**
   * Makes a pool of daemon threads, which end with the program or when idle.
   *
   * @param count 1: the caller's own thread
   */
  Threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads = " + count + ": at least 1");
    }
    this.pool = count == 1 ? null : pool(count);
  }

  private static ExecutorService pool(int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "inference");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  <T> List<T> run(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      if (pool == null || tasks.size() == 1) {
        for (Callable<T> task : tasks) {
          results.add(task.call());
        }
        return results;
      }
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sampling", stop);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}

package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.RoundDraws;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.DrawsSchema;

/**
 * Reads a draws table into the driver's memory, one block per file in the order of the files,
 * several files at a time.
 */
final class LoadDraws {
  private LoadDraws() {}

  static RoundDraws of(
      Configuration conf,
      Path table,
      DrawsSchema schema,
      Map<String, String> coordinates,
      int threads) {
    List<Callable<DrawsReader.DrawsFile>> tasks = new ArrayList<>();
    for (Path file : DrawsReader.files(conf, table)) {
      tasks.add(() -> DrawsReader.read(conf, file, schema, coordinates));
    }
    List<DrawBlock> blocks = new ArrayList<>();
    Map<String, String> unusable = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<DrawsReader.DrawsFile> future : pool.invokeAll(tasks)) {
        DrawsReader.DrawsFile file = future.get();
        if (file.block().objects() > 0) {
          blocks.add(file.block());
        }
        String aside = file.metadata().get(SampleObjects.UNUSABLE);
        if (aside != null) {
          unusable.putAll(SampleObjects.unusable(aside));
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading draws", stop);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } finally {
      pool.shutdownNow();
    }
    return new RoundDraws(List.copyOf(blocks), unusable);
  }
}

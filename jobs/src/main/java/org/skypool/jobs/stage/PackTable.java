package org.skypool.jobs.stage;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.progress.JobName;

/** Packs the buckets of a table into its files, on the executors. */
final class PackTable {
  private PackTable() {}

  /** Packs; every bucket must be finished. */
  static void run(JavaSparkContext context, Publication publication) {
    if (!publication.files().isPacked()) {
      return;
    }
    List<Integer> files = IntStream.range(0, publication.files().count()).boxed().toList();
    try (JobName named = JobName.of(context.sc(), "packing buckets into files")) {
      context
          .parallelize(files, files.size())
          .foreach(file -> publication.packFile(file, TaskContext.get().taskAttemptId()));
    }
  }
}

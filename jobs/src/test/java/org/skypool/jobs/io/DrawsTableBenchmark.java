package org.skypool.jobs.io;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;

/**
 * Prints how fast one core writes and reads a draws table of 50,000 objects with 64 draws, in MB of
 * values (a float and two doubles per draw) per CPU second. Run its main method with the test class
 * path.
 */
public final class DrawsTableBenchmark {
  private static final int OBJECTS = 50_000;
  private static final int DRAWS = 64;

  private DrawsTableBenchmark() {}

  /** Writes and reads the table five times into the temporary folder. */
  public static void main(String[] args) throws Exception {
    DrawsSchema schema = new DrawsSchema(List.of("m"), Set.of(), List.of(), List.of("ess"));
    DrawBlock block = block();
    java.nio.file.Path folder = Files.createTempDirectory("draws");
    Path file = new Path(folder.resolve("part.parquet").toUri());
    Configuration conf = new Configuration();
    double megabytes = 20e-6 * OBJECTS * DRAWS;
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int repeat = 0; repeat < 5; repeat++) {
      long start = threads.getCurrentThreadCpuTime();
      try (DrawsWriter writer = DrawsWriter.open(conf, file, schema, Map.of("m", "m"), Map.of())) {
        writer.write(block, Map.of("ess", new double[OBJECTS]));
      }
      long written = threads.getCurrentThreadCpuTime();
      DrawsReader.read(conf, file, schema, Map.of("m", "m"));
      long read = threads.getCurrentThreadCpuTime();
      System.out.printf(
          "write %.0f MB/s, read %.0f MB/s, file %.1f MB for %.1f MB of values%n",
          megabytes / (written - start) * 1e9,
          megabytes / (read - written) * 1e9,
          Files.size(folder.resolve("part.parquet")) / 1e6,
          megabytes);
    }
    Files.delete(folder.resolve("part.parquet"));
    Files.delete(folder);
  }

  private static DrawBlock block() {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
    List<String> ids = new ArrayList<>();
    int[] offsets = new int[OBJECTS + 1];
    for (int i = 0; i < OBJECTS; i++) {
      ids.add("object " + i);
      offsets[i + 1] = (i + 1) * DRAWS;
    }
    double[][] values = new double[3][OBJECTS * DRAWS];
    for (double[] column : values) {
      for (int k = 0; k < column.length; k++) {
        column[k] = random.nextDouble();
      }
    }
    return new DrawBlock(ids, offsets, Map.of("m", values[0]), Map.of(), values[1], values[2]);
  }
}

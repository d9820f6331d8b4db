package org.skypool.jobs.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.draws.DrawBlock;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.DrawsWriter;

/**
 * How fast one thread writes a draws table, best of several trials, and how large it is: random
 * numbers, which do not compress, one float per draw and individual parameter, two doubles per draw
 * and one diagnostic per object.
 *
 * @param thetas individual parameters
 * @param draws per object
 * @param megabytesPerSecond declared widths written per second of the thread's CPU time
 * @param bytesPerObject on disk
 * @param declaredBytesPerObject {@code draws (4 thetas + 16)}
 */
public record TableTimes(
    int thetas,
    int draws,
    double megabytesPerSecond,
    double bytesPerObject,
    double declaredBytesPerObject) {
  private static final int TRIALS = 7;
  private static final int MOST_DRAWS = 1 << 21;
  private static final String ESS = "ess";

  /**
   * Measures, in a temporary folder.
   *
   * @throws IOException if the table cannot be written there
   */
  public static TableTimes measure(int thetas, int draws) throws IOException {
    int objects = Math.max(1, MOST_DRAWS / draws);
    List<String> names = IntStream.range(0, thetas).mapToObj(j -> "theta" + j).toList();
    DrawsSchema schema = new DrawsSchema(names, Set.of(), List.of(), List.of(ESS));
    DrawBlock block = block(names, objects, draws);
    double declared = draws * (4.0 * thetas + 16);
    java.nio.file.Path folder = Files.createTempDirectory("skypool-bench");
    java.nio.file.Path file = folder.resolve("part.parquet");
    try {
      double best = Double.POSITIVE_INFINITY;
      for (int trial = 0; trial < TRIALS; trial++) {
        best = Math.min(best, seconds(schema, block, new Path(file.toUri())));
      }
      double perObject = (double) Files.size(file) / objects;
      return new TableTimes(thetas, draws, 1e-6 * declared * objects / best, perObject, declared);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve(".part.parquet.crc"));
      Files.delete(folder);
    }
  }

  private static double seconds(DrawsSchema schema, DrawBlock block, Path file) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, String> coordinates = new LinkedHashMap<>();
    schema.thetas().forEach(theta -> coordinates.put(theta, theta));
    long start = threads.getCurrentThreadCpuTime();
    try (DrawsWriter writer =
        DrawsWriter.open(new Configuration(), file, schema, coordinates, Map.of())) {
      writer.write(block, Map.of(ESS, new double[block.objects()]));
    }
    return 1e-9 * (threads.getCurrentThreadCpuTime() - start);
  }

  private static DrawBlock block(List<String> names, int objects, int draws) {
    SplittableRandom random = new SplittableRandom(1);
    int n = objects * draws;
    Map<String, double[]> thetas = new LinkedHashMap<>();
    names.forEach(name -> thetas.put(name, random.doubles(n).toArray()));
    return new DrawBlock(
        IntStream.range(0, objects).mapToObj(i -> "object-" + i).toList(),
        IntStream.rangeClosed(0, objects).map(i -> i * draws).toArray(),
        thetas,
        Map.of(),
        random.doubles(n).toArray(),
        random.doubles(n).toArray());
  }
}

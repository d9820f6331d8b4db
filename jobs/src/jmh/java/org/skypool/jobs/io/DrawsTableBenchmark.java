package org.skypool.jobs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.skypool.core.draws.DrawBlock;

/**
 * Bytes of values per second that one core writes to a draws table, and reads: a float and two
 * doubles per draw, which do not compress.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(DrawsTableBenchmark.OBJECTS * DrawsTableBenchmark.DRAWS * 20)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class DrawsTableBenchmark {
  static final int OBJECTS = 20_000;
  static final int DRAWS = 64;

  private final DrawsSchema schema =
      new DrawsSchema(List.of("m"), Set.of(), List.of(), List.of("ess"));
  private final Configuration conf = new Configuration();
  private final DrawBlock block = block();
  private java.nio.file.Path folder;

  /** Makes the table that is read. */
  @Setup
  public void makeFolder() throws IOException {
    folder = Files.createTempDirectory("draws");
    write();
  }

  /** Removes the table. */
  @TearDown
  public void removeFolder() throws IOException {
    Files.delete(folder.resolve("part.parquet"));
    Files.deleteIfExists(folder.resolve(".part.parquet.crc"));
    Files.delete(folder);
  }

  private Path file() {
    return new Path(folder.resolve("part.parquet").toUri());
  }

  /** Writes a table. */
  @Benchmark
  public void write() throws IOException {
    try (DrawsWriter writer = DrawsWriter.open(conf, file(), schema, Map.of("m", "m"), Map.of())) {
      writer.write(block, Map.of("ess", new double[OBJECTS]));
    }
  }

  /** Reads it. */
  @Benchmark
  public Object read() {
    return DrawsReader.read(conf, TablePart.whole(file()), schema, Map.of("m", "m"));
  }

  private static DrawBlock block() {
    SplittableRandom random = new SplittableRandom(1);
    int n = OBJECTS * DRAWS;
    return new DrawBlock(
        IntStream.range(0, OBJECTS).mapToObj(i -> "object " + i).toList(),
        IntStream.rangeClosed(0, OBJECTS).map(i -> i * DRAWS).toArray(),
        Map.of("m", random.doubles(n).toArray()),
        Map.of(),
        random.doubles(n).toArray(),
        random.doubles(n).toArray());
  }
}

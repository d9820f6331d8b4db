package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.core.draws.DrawBlock;

/** Ten buckets in three files, one of the buckets empty. */
class PackedTableTest {
  private static final int BUCKETS = 10;
  private static final int EMPTY = 4;
  private static final TableFiles FILES = new TableFiles(BUCKETS, 3);
  private static final String TABLE = "draws/round=0";
  private static final String HASH = "0123456789abcdef";
  private static final DrawsSchema SCHEMA =
      new DrawsSchema(List.of("m"), Set.of(), List.of("z"), List.of("ess"));
  private static final Map<String, String> COORDINATES = Map.of("m", "m");

  @TempDir java.nio.file.Path folder;
  private final Configuration conf = new Configuration();
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = new Path(folder.resolve("out").toUri());
  }

  private static int objects(int bucket) {
    return bucket == EMPTY ? 0 : 3 + bucket;
  }

  private static DrawBlock block(int bucket) {
    int n = objects(bucket);
    int[] offsets = IntStream.rangeClosed(0, n).map(i -> 2 * i).toArray();
    double[] values = IntStream.range(0, 2 * n).mapToDouble(k -> bucket + 0.01 * k).toArray();
    double[] z = new double[n];
    Arrays.fill(z, bucket);
    return new DrawBlock(
        IntStream.range(0, n).mapToObj(i -> "b" + bucket + "-" + i).toList(),
        offsets,
        Map.of("m", values),
        Map.of("z", z),
        values,
        values);
  }

  private static void write(Configuration conf, Path file, int bucket) throws IOException {
    Map<String, String> metadata = Map.of("skypool.same", "for all", "skypool.own", "of " + bucket);
    try (DrawsWriter writer = DrawsWriter.open(conf, file, SCHEMA, COORDINATES, metadata)) {
      writer.write(block(bucket), Map.of("ess", new double[objects(bucket)]));
    }
  }

  private Publication begin() throws IOException {
    return Publication.begin(conf, output, TABLE, HASH, FILES);
  }

  private Publication withAllBuckets() throws IOException {
    Publication publication = begin();
    for (int b = 0; b < BUCKETS; b++) {
      int bucket = b;
      publication.writeBucket(b, b, (c, file) -> write(c, file, bucket));
    }
    return publication;
  }

  private static void pack(Publication publication, int... files) throws IOException {
    for (int file : files) {
      publication.packFile(file, 100 + file);
    }
  }

  private TreeSet<String> names(String table) throws IOException {
    try (var files = Files.list(folder.resolve("out").resolve(table))) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private void assertWhole() throws Exception {
    assertEquals(
        List.of(
            "part-00000-to-00002.parquet",
            "part-00003-to-00005.parquet",
            "part-00006-to-00009.parquet"),
        List.copyOf(names(TABLE)));
    List<TablePart> parts = DrawsReader.parts(conf, new Path(output, TABLE));
    assertEquals(BUCKETS, parts.size());
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      DrawBlock expected = block(bucket);
      DrawsReader.DrawsFile read = DrawsReader.read(conf, parts.get(bucket), SCHEMA, COORDINATES);
      assertEquals(expected.objectIds(), read.block().objectIds());
      assertArrayEquals(expected.logWeight(), read.block().logWeight());
      assertArrayEquals(expected.covariates().get("z"), read.block().covariates().get("z"));
      assertEquals("of " + bucket, read.metadata().get("skypool.own"));
      assertEquals("for all", read.metadata().get("skypool.same"));
      assertFalse(read.metadata().containsKey(FileBuckets.KEY));
      DrawsFooter footer = DrawsFooter.read(conf, parts.get(bucket), "m");
      assertEquals(objects(bucket), footer.objects());
      assertEquals(2L * objects(bucket), footer.draws());
      assertEquals(read.metadata(), footer.metadata());
    }
  }

  @Test
  void bucketsAreReadFromTheirFiles() throws Exception {
    Publication publication = withAllBuckets();
    pack(publication, 0, 1, 2);
    publication.publish();
    assertWhole();
    assertEquals(
        List.of(IntStream.range(0, BUCKETS).map(PackedTableTest::objects).sum() + "|2"),
        Duck.rows(
            "SELECT count(DISTINCT object_id), max(len(m)) FROM '%s/*.parquet'"
                .formatted(folder.resolve("out").resolve(TABLE))));
    List<Integer> all = IntStream.range(0, BUCKETS).boxed().toList();
    Manifest manifest = new Manifest(TABLE, HASH, "inputs", "0.1.0", all);
    assertTrue(manifest.tableExists(conf, output));
    Files.delete(folder.resolve("out").resolve(TABLE).resolve("part-00003-to-00005.parquet"));
    assertFalse(manifest.tableExists(conf, output));
  }

  /** A driver killed after any of the steps, and the next one. */
  @Test
  void aKilledDriverIsGoneOnFrom() throws Exception {
    List<Integer> packed = new ArrayList<>();
    for (int killed = 0; killed <= 3; killed++) {
      Publication first = withAllBuckets();
      for (int file : packed) {
        pack(first, file);
      }
      Publication next = begin();
      assertEquals(IntStream.range(0, BUCKETS).boxed().toList(), next.finishedBuckets());
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        assertTrue(next.isFinished(bucket), "bucket " + bucket);
      }
      if (packed.size() < 3) {
        assertThrows(IllegalStateException.class, next::publish);
        next.close();
        first = withAllBuckets();
        pack(first, packed.stream().mapToInt(i -> i).toArray());
        next = begin();
      }
      pack(next, 0, 1, 2);
      next.publish();
      assertWhole();
      packed.add(killed);
    }
  }

  /** An executor of a killed driver that finishes its bucket late. */
  @Test
  void aLateBucketIsNotSeenByReaders() throws Exception {
    Publication late = withAllBuckets();
    Publication next = begin();
    pack(next, 0, 1, 2);
    late.writeBucket(7, 999, (c, file) -> write(c, file, 7));
    assertEquals(
        List.of(".part-00007.parquet"),
        names(".staging-draws.round=0@0123456789ab").stream()
            .filter(name -> name.startsWith(".part") && name.endsWith("parquet"))
            .toList());
    next.publish();
    assertWhole();
  }

  /** Two attempts at the same file: the second finds the buckets gone. */
  @Test
  void aSecondAttemptFindsTheFile() throws Exception {
    Publication publication = withAllBuckets();
    pack(publication, 0, 1, 2);
    pack(publication, 1, 0, 2);
    publication.publish();
    assertWhole();
  }

  @Test
  void aFileIsNotPackedBeforeItsBucketsAreThere() throws Exception {
    Publication publication = begin();
    publication.writeBucket(0, 0, (c, file) -> write(c, file, 0));
    IOException refused = assertThrows(IOException.class, () -> publication.packFile(0, 1));
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    assertEquals(List.of(0), publication.finishedBuckets());
    assertFalse(publication.isFinished(1));
  }

  /** Metadata that somebody else's program carried over to other rows, and a file renamed. */
  @Test
  void metadataOfOtherRowsAreNotBelieved() throws Exception {
    Publication publication = withAllBuckets();
    pack(publication, 0, 1, 2);
    publication.publish();
    Path table = new Path(output, TABLE);
    Path file = new Path(table, "part-00000-to-00002.parquet");
    List<String> all = new ArrayList<>(block(0).objectIds());
    all.addAll(block(1).objectIds());
    all.addAll(block(2).objectIds());
    assertEquals(
        all,
        DrawsReader.read(conf, TablePart.whole(file), SCHEMA, COORDINATES).block().objectIds());
    assertRefused(new TablePart(file.toString(), 0, 2));
    try (var reader =
        org.apache.parquet.hadoop.ParquetFileReader.open(
            org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(file, conf))) {
      String text = reader.getFileMetaData().getKeyValueMetaData().get(FileBuckets.KEY);
      try (DrawsWriter writer =
          DrawsWriter.open(conf, file, SCHEMA, COORDINATES, Map.of(FileBuckets.KEY, text))) {
        writer.write(block(5), Map.of("ess", new double[objects(5)]));
      }
    }
    assertRefused(DrawsReader.parts(conf, table).get(0));
    assertEquals(
        block(5).objectIds(),
        DrawsReader.read(conf, TablePart.whole(file), SCHEMA, COORDINATES).block().objectIds());
    write(conf, file, 5);
    assertRefused(DrawsReader.parts(conf, table).get(2));
  }

  private void assertRefused(TablePart part) {
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class, () -> DrawsReader.read(conf, part, SCHEMA, COORDINATES));
    assertTrue(
        refused.getMessage().endsWith("its metadata skypool.buckets do not describe its rows"),
        refused.getMessage());
  }
}

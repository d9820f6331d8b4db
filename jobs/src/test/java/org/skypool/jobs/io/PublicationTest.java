package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.config.ConfigException;

class PublicationTest {
  private static final String TABLE = "draws/round=0";
  private static final String HASH = "0123456789abcdef";
  private static final TableFiles ONE = TableFiles.one();
  private static final TableFiles TWO = TableFiles.each(2);

  @TempDir java.nio.file.Path folder;
  private final Configuration conf = new Configuration();
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = new Path(folder.resolve("out").toUri());
  }

  private static void write(Configuration conf, Path file, double value) throws IOException {
    new HyperposteriorTable(new int[1], new int[1], new double[] {value}, Map.of())
        .write(conf, file, Map.of());
  }

  private void publish(Configuration conf, Path output, String hash, double... values)
      throws IOException {
    try (Publication publication =
        Publication.begin(conf, output, TABLE, hash, TableFiles.each(values.length))) {
      for (int i = 0; i < values.length; i++) {
        double value = values[i];
        publication.writeBucket(i, i, (c, file) -> write(c, file, value));
      }
      publication.publish();
    }
  }

  private List<String> table() throws Exception {
    return Duck.rows(
        "SELECT log_density FROM '"
            + folder.resolve("out")
            + "/"
            + TABLE
            + "/*.parquet' ORDER BY 1");
  }

  /** Everything below the output folder, hidden files included. */
  private TreeSet<String> everything() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (var paths = Files.walk(folder.resolve("out"))) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> names.add(folder.resolve("out").relativize(path).toString()));
    }
    return names;
  }

  @Test
  void newTableReplacesTheOldOneWhole() throws Exception {
    publish(conf, output, HASH, 1, 2, 3);
    assertEquals(List.of("1.0", "2.0", "3.0"), table());
    publish(conf, output, "fedcba9876543210", 4, 5);
    assertEquals(List.of("4.0", "5.0"), table());
    assertEquals(
        List.of(TABLE + "/part-00000.parquet", TABLE + "/part-00001.parquet"),
        List.copyOf(everything()));
  }

  @Test
  void unfinishedTableIsNotPublishedAndResumes() throws Exception {
    publish(conf, output, "fedcba9876543210", 9);
    Publication killed = Publication.begin(conf, output, TABLE, HASH, TWO);
    killed.writeBucket(1, 7, (c, file) -> write(c, file, 1));
    assertThrows(IllegalStateException.class, () -> killed.publish());
    assertEquals(List.of("9.0"), table());
    Publication resumed = Publication.begin(conf, output, TABLE, HASH, TWO);
    assertEquals(List.of(1), resumed.finishedBuckets());
    resumed.writeBucket(0, 8, (c, file) -> write(c, file, 0));
    resumed.publish();
    resumed.close();
    assertEquals(List.of("0.0", "1.0"), table());
    assertEquals(2, everything().size());
  }

  @Test
  void stagingOfAnotherHashIsRemoved() throws Exception {
    Publication stale = Publication.begin(conf, output, TABLE, "fedcba9876543210", TWO);
    stale.writeBucket(0, 0, (c, file) -> write(c, file, 0));
    Publication other = Publication.begin(conf, output, "draws/round=01", "fedcba9876543210", TWO);
    other.writeBucket(0, 0, (c, file) -> write(c, file, 0));
    Publication publication = Publication.begin(conf, output, TABLE, HASH, TWO);
    assertEquals(List.of(), publication.finishedBuckets());
    assertEquals(List.of(0), other.finishedBuckets());
    assertEquals(1, everything().size());
  }

  @Test
  void aSecondAttemptDoesNotClash() throws Exception {
    Publication publication = Publication.begin(conf, output, TABLE, HASH, ONE);
    publication.writeBucket(
        0,
        1,
        (c, file) -> {
          write(c, file, 1);
          publication.writeBucket(0, 2, (c2, file2) -> write(c2, file2, 1));
        });
    assertEquals(List.of(0), publication.finishedBuckets());
    publication.publish();
    assertEquals(List.of("1.0"), table());
    assertEquals(1, everything().size());
  }

  @Test
  void failedBucketLeavesNothing() throws Exception {
    Publication publication = Publication.begin(conf, output, TABLE, HASH, TWO);
    assertThrows(
        IOException.class,
        () ->
            publication.writeBucket(
                0,
                1,
                (c, file) -> {
                  write(c, file, 1);
                  throw new IOException("boom");
                }));
    assertEquals(0, everything().size());
  }

  @Test
  void fullDiskKeepsTheOldTable() throws Exception {
    publish(conf, output, HASH, 1);
    Path full = new Path("full:" + folder.resolve("out"));
    IOException refused =
        assertThrows(
            IOException.class,
            () -> publish(FullDisk.configuration(100), full, "fedcba9876543210", 2));
    assertTrue(refused.getMessage().endsWith("No space left on device"), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
    assertEquals(List.of("1.0"), table());
    try (var below = Files.list(folder.resolve("out"))) {
      assertEquals(List.of(folder.resolve("out/draws")), below.toList());
    }
  }

  @Test
  void finishedBucketsAreKeptAfterLostMachinesAndNotAfterAFullDisk() throws Exception {
    try (Publication publication = Publication.begin(conf, output, TABLE, HASH, TWO)) {
      publication.writeBucket(1, 0, (c, file) -> write(c, file, 1));
      publication.keepAfter(new IllegalStateException("executor lost"));
    }
    try (Publication publication = Publication.begin(conf, output, TABLE, HASH, TWO)) {
      assertEquals(List.of(1), publication.finishedBuckets());
      assertTrue(publication.isFinished(1));
      assertFalse(publication.isFinished(0));
      publication.keepAfter(
          new IllegalStateException("a task", new IOException("No space left on device")));
    }
    assertEquals(0, everything().size());
  }

  /** Executors of a killed driver write under names of their own. */
  @Test
  void attemptsOfTwoDriversDoNotClash() throws Exception {
    Publication killed = Publication.begin(conf, output, TABLE, HASH, ONE);
    Publication next = Publication.begin(conf, output, TABLE, HASH, ONE);
    killed.writeBucket(
        0,
        1,
        (c, file) -> {
          write(c, file, 1);
          next.writeBucket(0, 1, (c2, file2) -> write(c2, file2, 1));
        });
    next.publish();
    assertEquals(List.of("1.0"), table());
    assertEquals(1, everything().size());
  }

  /** A driver killed after the move and before the manifest. */
  @Test
  void aMovedTableWhoseManifestIsMissingIsKnownByItsAnnouncement() throws Exception {
    Manifest manifest = new Manifest(TABLE, HASH, "inputs", "0.1.0", List.of(0));
    manifest.announce(conf, output);
    Publication begun = Publication.begin(conf, output, TABLE, HASH, ONE);
    begun.writeBucket(0, 0, (c, file) -> write(c, file, 1));
    assertTrue(manifest.isAnnounced(conf, output));
    assertFalse(Publication.wasMoved(conf, output, TABLE, HASH));
    begun.publish();
    Files.createDirectory(folder.resolve("out/.old-draws.round=0"));
    assertTrue(Publication.wasMoved(conf, output, TABLE, HASH));
    assertFalse(Files.exists(folder.resolve("out/.old-draws.round=0")));
    Manifest other = new Manifest(TABLE, "fedcba9876543210", "inputs", "0.1.0", List.of(0));
    assertFalse(other.isAnnounced(conf, output));
    manifest.write(conf, output);
    assertFalse(manifest.isAnnounced(conf, output));
    manifest.announce(conf, output);
    Manifest.remove(conf, output, TABLE);
    assertFalse(manifest.isAnnounced(conf, output));
  }

  @Test
  void interruptedMoveIsTakenBack() throws Exception {
    publish(conf, output, HASH, 1);
    Files.move(folder.resolve("out/draws/round=0"), folder.resolve("out/.old-draws.round=0"));
    Publication.begin(conf, output, TABLE, HASH, TWO).close();
    assertEquals(List.of("1.0"), table());
    assertEquals(1, everything().size());
  }

  @Test
  void executorsWriteBuckets() throws Exception {
    Publication publication = Publication.begin(conf, output, TABLE, HASH, TableFiles.each(4));
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkForTests.session().sparkContext());
    context
        .parallelize(List.of(0, 1, 2, 3), 4)
        .foreach(
            bucket -> publication.writeBucket(bucket, bucket, (c, file) -> write(c, file, bucket)));
    publication.publish();
    assertEquals(List.of("0.0", "1.0", "2.0", "3.0"), table());
  }

  @Test
  void manifestMatchesOnlyTheSame() throws Exception {
    Manifest manifest = new Manifest(TABLE, HASH, "inputs", "0.1.0", List.of(0, 1));
    assertEquals(Optional.empty(), Manifest.read(conf, output, TABLE));
    manifest.write(conf, output);
    Manifest read = Manifest.read(conf, output, TABLE).orElseThrow();
    assertEquals(manifest, read);
    assertTrue(read.matches(HASH, "inputs", "0.1.0"));
    assertFalse(read.matches("x", "inputs", "0.1.0"));
    assertFalse(read.matches(HASH, "x", "0.1.0"));
    assertFalse(read.matches(HASH, "inputs", "x"));
    Files.writeString(folder.resolve("out/.manifests/draws.round=0.json"), "{ half");
    assertEquals(Optional.empty(), Manifest.read(conf, output, TABLE));
    manifest.write(conf, output);
    Manifest.remove(conf, output, TABLE);
    assertEquals(Optional.empty(), Manifest.read(conf, output, TABLE));
  }

  @Test
  void folderBelongsToOneName() throws Exception {
    OutputFolder.check(conf, output, "gsmf");
    assertFalse(Files.exists(folder.resolve("out")));
    OutputFolder.claim(conf, output, "gsmf");
    OutputFolder.claim(conf, output, "gsmf");
    ConfigException refused =
        assertThrows(ConfigException.class, () -> OutputFolder.check(conf, output, "other"));
    assertTrue(refused.getMessage().contains("gsmf"), refused.getMessage());
  }

  @Test
  void unwritableOutputIsSaidInOneLine() throws Exception {
    Files.writeString(folder.resolve("out"), "a file");
    IOException refused =
        assertThrows(IOException.class, () -> OutputFolder.claim(conf, output, "gsmf"));
    assertEquals(1, refused.getMessage().lines().count());
    assertTrue(
        refused.getMessage().startsWith("cannot write to " + folder.resolve("out")),
        refused.getMessage());
    assertThrows(IOException.class, () -> Publication.begin(conf, output, TABLE, HASH, TWO));
  }
}

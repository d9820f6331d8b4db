package org.skypool.jobs.io;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One table on its way to the output folder: the files of its buckets are written into a hidden
 * staging folder, packed where the table has fewer files than buckets, and the whole folder is
 * moved into place when all are there, so that a reader sees the old table or the new one and never
 * half of one.
 *
 * <p>The staging folder is named for the table and the hash of the stage that makes it. A run that
 * was killed leaves it behind; the next run with the same hash finds the finished buckets there and
 * writes the others only. Closing without publishing, as after a full disk, removes it, unless what
 * is finished is {@link #keepAfter kept}. Executors get a copy of this object and write one bucket
 * at a time under a name of their attempt and of this object, renamed when complete; attempts of
 * the same bucket write the same bits, so it does not matter which one wins. Executors of a driver
 * that was killed may write for a while beside those of the next: their attempts have other names.
 *
 * <p>On file systems where renaming a folder is not one step (object stores) the move itself is not
 * atomic; a manifest is written only after it, so an interrupted move is noticed and done again.
 */
public final class Publication implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = ".staging-";
  private static final String OLD = ".old-";
  private static final String HIDDEN = ".";

  private final SerializableConfiguration conf;
  private final String output;
  private final String table;
  private final String staging;
  private final TableFiles files;
  private final String writer = UUID.randomUUID().toString();
  private boolean isPublished;
  private boolean isKept;

  private Publication(
      Configuration conf, String output, String table, String staging, TableFiles files) {
    this.conf = new SerializableConfiguration(conf);
    this.output = output;
    this.table = table;
    this.staging = staging;
    this.files = files;
  }

  /** Writes the file of one bucket at the path given. */
  @FunctionalInterface
  public interface BucketBody extends Serializable {
    /** Writes the file. */
    void write(Configuration conf, Path file) throws IOException;
  }

  /**
   * Opens the staging folder, or finds the one that an interrupted run with the same hash left;
   * staging folders of the same table with another hash are removed. A move that was interrupted is
   * taken back.
   *
   * @param table path of the table below the output folder, such as {@code draws/round=0}
   * @param hash hash of everything the table depends on, of at least 12 characters
   * @param files of the table
   * @throws IOException in one line when the output folder cannot be written
   */
  public static Publication begin(
      Configuration conf, Path output, String table, String hash, TableFiles files)
      throws IOException {
    String flat = table.replace('/', '.');
    Path staging = staging(output, table, hash);
    String name = staging.getName();
    Publication publication =
        new Publication(conf, output.toString(), table, staging.toString(), files);
    try {
      FileSystem fs = Storage.of(conf, output);
      if (!fs.mkdirs(output)) {
        throw new IOException("the folder cannot be made");
      }
      publication.takeBackInterruptedMove(fs);
      for (FileStatus status : fs.listStatus(output)) {
        String found = status.getPath().getName();
        if (found.startsWith(PREFIX + flat + "@") && !found.equals(name)) {
          fs.delete(status.getPath(), true);
        }
      }
      if (!fs.mkdirs(publication.staging())) {
        throw new IOException("the staging folder cannot be made");
      }
    } catch (IOException failed) {
      throw Storage.cannotWrite(output, failed);
    }
    return publication;
  }

  private static Path staging(Path output, String table, String hash) {
    return new Path(output, PREFIX + table.replace('/', '.') + "@" + hash.substring(0, 12));
  }

  /**
   * Whether the staging folder of a table was moved away, into place: a publication that got as far
   * as {@link #publish} has happened, though its driver may have been killed right after. Clears
   * away the table that was there before.
   *
   * @throws IOException in one line when storage refuses
   */
  public static boolean wasMoved(Configuration conf, Path output, String table, String hash)
      throws IOException {
    FileSystem fs = Storage.of(conf, output);
    if (fs.exists(staging(output, table, hash)) || !fs.exists(new Path(output, table))) {
      return false;
    }
    fs.delete(new Path(output, OLD + table.replace('/', '.')), true);
    return true;
  }

  private Path staging() {
    return new Path(staging);
  }

  /** The folder readers see. */
  public Path target() {
    return new Path(output, table);
  }

  private Path old() {
    return new Path(output, OLD + table.replace('/', '.'));
  }

  private void takeBackInterruptedMove(FileSystem fs) throws IOException {
    if (fs.exists(old())) {
      if (fs.exists(target())) {
        fs.delete(old(), true);
      } else {
        rename(fs, old(), target());
      }
    }
  }

  /** The files of the table. */
  public TableFiles files() {
    return files;
  }

  /** Buckets that are complete, in a file of their own or packed, in order. */
  public List<Integer> finishedBuckets() throws IOException {
    Set<Integer> finished = new TreeSet<>();
    for (String name : stagedNames()) {
      finished.addAll(buckets(name.startsWith(HIDDEN) ? name.substring(HIDDEN.length()) : name));
    }
    return List.copyOf(finished);
  }

  private List<Integer> packedBuckets() throws IOException {
    return stagedNames().stream().map(Publication::buckets).flatMap(List::stream).toList();
  }

  private static List<Integer> buckets(String name) {
    return TableFiles.isName(name) ? TableFiles.bucketsIn(name) : List.of();
  }

  private List<String> stagedNames() throws IOException {
    return Arrays.stream(Storage.of(conf.value(), staging()).listStatus(staging()))
        .map(status -> status.getPath().getName())
        .toList();
  }

  /** Whether a bucket is complete; asked on any machine. */
  public boolean isFinished(int bucket) throws IOException {
    FileSystem fs = Storage.of(conf.value(), staging());
    return fs.exists(stagedFile(bucket)) || fs.exists(stagedTableFile(files.fileOf(bucket)));
  }

  /**
   * Path of the file of a bucket before it is packed: under a name that readers pass over, unless
   * it is a file of the table.
   */
  private Path stagedFile(int bucket) {
    int file = files.fileOf(bucket);
    return files.bucketsOf(file).size() == 1
        ? stagedTableFile(file)
        : new Path(staging(), HIDDEN + TableFiles.nameOfOne(bucket));
  }

  private Path stagedTableFile(int file) {
    return new Path(staging(), files.name(file));
  }

  /**
   * Writes one bucket, on an executor or the driver.
   *
   * @param attempt a number no other running attempt has, such as Spark's task attempt id
   * @throws IOException in one line when storage refuses; the attempt's file is removed
   */
  public void writeBucket(int bucket, long attempt, BucketBody body) throws IOException {
    writeFile(stagedFile(bucket), attempt, body);
  }

  /** Writes a whole file of the table under the name that it had in another. */
  public void writeCopy(String name, BucketBody body) throws IOException {
    writeFile(new Path(staging(), name), 0, body);
  }

  /**
   * Makes one file of those of its buckets, and removes these; where it is there already, does
   * nothing else.
   *
   * @param attempt as for {@link #writeBucket}
   * @throws IOException in one line when storage refuses, or a bucket is not finished
   */
  public void packFile(int file, long attempt) throws IOException {
    List<Path> buckets = files.bucketsOf(file).stream().map(this::stagedFile).toList();
    if (buckets.size() == 1) {
      return;
    }
    FileSystem fs = Storage.of(conf.value(), staging());
    Path packed = stagedTableFile(file);
    if (!fs.exists(packed)) {
      try {
        writeFile(packed, attempt, (c, path) -> PackedFile.write(c, buckets, path));
      } catch (IOException failed) {
        if (!fs.exists(packed)) {
          throw failed;
        }
      }
    }
    for (Path bucket : buckets) {
      fs.delete(bucket, false);
    }
  }

  private void writeFile(Path file, long attempt, BucketBody body) throws IOException {
    Path aside =
        new Path(staging(), ".attempt-%d-%s-%s".formatted(attempt, writer, file.getName()));
    FileSystem fs = Storage.of(conf.value(), file);
    try {
      body.write(conf.value(), aside);
      if (fs.exists(file)) {
        fs.delete(aside, false);
      } else if (!fs.rename(aside, file) && !fs.exists(file)) {
        throw new IOException("cannot rename " + aside.getName());
      }
    } catch (IOException failed) {
      fs.delete(aside, false);
      throw Storage.cannotWrite(file, failed);
    }
  }

  /**
   * Moves the table into place: the old one aside, the new one in, the old one away. If the second
   * step fails the old table is put back.
   *
   * @throws IllegalStateException when some buckets are not finished, or not packed
   * @throws IOException in one line when storage refuses
   */
  public void publish() throws IOException {
    int there = packedBuckets().size();
    if (there != files.buckets()) {
      throw new IllegalStateException(
          "%s has %d of %d buckets in its files".formatted(table, there, files.buckets()));
    }
    FileSystem fs = Storage.of(conf.value(), staging());
    try {
      removeHidden(fs);
      fs.mkdirs(target().getParent());
      boolean hadOld = fs.exists(target());
      if (hadOld) {
        fs.delete(old(), true);
        rename(fs, target(), old());
      }
      moveIn(fs, hadOld);
      isPublished = true;
      fs.delete(old(), true);
    } catch (IOException failed) {
      throw Storage.cannotWrite(target(), failed);
    }
  }

  private void moveIn(FileSystem fs, boolean hadOld) throws IOException {
    try {
      rename(fs, staging(), target());
    } catch (IOException failed) {
      if (hadOld) {
        rename(fs, old(), target());
      }
      throw failed;
    }
  }

  private void removeHidden(FileSystem fs) throws IOException {
    for (String name : stagedNames()) {
      if (name.startsWith(HIDDEN)) {
        fs.delete(new Path(staging(), name), true);
      }
    }
  }

  private static void rename(FileSystem fs, Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }

  /**
   * Leaves finished buckets to the next run with the same hash, when this is closed without
   * publishing after a failure such as the loss of machines; not after a full disk, which needs the
   * room.
   */
  public void keepAfter(Throwable failed) {
    isKept = true;
    for (Throwable at = failed; at != null; at = at.getCause() == at ? null : at.getCause()) {
      isKept &= !Storage.isFull(at);
    }
  }

  /**
   * Removes the staging folder unless the table was published or is to be kept; the old table stays
   * as it was.
   */
  @Override
  public void close() throws IOException {
    if (!isPublished && !isKept) {
      Storage.of(conf.value(), staging()).delete(staging(), true);
    }
  }
}

package org.skypool.jobs.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Small text files that are there whole, old or new; on a local disk without checksum files. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes aside and renames over the old file.
   *
   * @throws IOException in one line when storage refuses; the old file stays as it was
   */
  public static void write(Configuration conf, Path path, String text) throws IOException {
    try {
      FileSystem fs = Storage.of(conf, path);
      fs.mkdirs(path.getParent());
      Path aside = new Path(path.getParent(), "." + path.getName() + ".new");
      try (FSDataOutputStream out = fs.create(aside, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException failed) {
        fs.delete(aside, false);
        throw failed;
      }
      replace(conf, fs, aside, path);
    } catch (IOException failed) {
      throw Storage.cannotWrite(path, failed);
    }
  }

  private static void replace(Configuration conf, FileSystem fs, Path from, Path to)
      throws IOException {
    if (!(fs instanceof RawLocalFileSystem)) {
      FileContext.getFileContext(fs.getUri(), conf).rename(from, to, Options.Rename.OVERWRITE);
    } else if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }

  /** The text of a file, or nothing where there is no file. */
  public static Optional<String> read(Configuration conf, Path path) throws IOException {
    FileSystem fs = Storage.of(conf, path);
    if (!fs.exists(path)) {
      return Optional.empty();
    }
    try (FSDataInputStream in = fs.open(path)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

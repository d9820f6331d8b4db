package org.skypool.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files a catalogue path stands for, checked to exist, to be readable and not to be empty.
 *
 * @param given the path as the configuration has it
 * @param root the same, resolved
 */
record InputFiles(String given, Path root, List<FileStatus> files) {
  private static final int MAGIC_BYTES = 6;

  /**
   * Lists the files.
   *
   * @throws UnusableInputException in one line when there is nothing to read
   */
  static InputFiles of(Configuration conf, String given) {
    try {
      Path root = Storage.path(conf, given);
      FileSystem fs = Storage.of(conf, root);
      List<FileStatus> files = Storage.files(fs, root);
      if (files.isEmpty()) {
        throw new UnusableInputException("catalog.path = " + given + " is a folder without files");
      }
      for (FileStatus file : files) {
        if (file.getLen() == 0) {
          throw new UnusableInputException(
              "catalog.path = " + given + ": " + Storage.plain(file.getPath()) + " is empty");
        }
      }
      return new InputFiles(given, root, files);
    } catch (FileNotFoundException absent) {
      throw new UnusableInputException("catalog.path = " + given + " does not exist", absent);
    } catch (IOException | IllegalArgumentException failed) {
      throw cannotRead(given, failed);
    }
  }

  /** The one line for a file that cannot be read. */
  static UnusableInputException cannotRead(String given, Throwable cause) {
    return new UnusableInputException(
        "catalog.path = " + given + " cannot be read: " + Storage.reason(cause), cause);
  }

  /** The file's name in tables and messages: the given path, and the path below it in a folder. */
  String shown(Path file) {
    return Storage.below(root, file).isEmpty()
        ? given
        : (given.endsWith("/") ? given : given + "/") + Storage.below(root, file);
  }

  /** What is shown for each file, by its path as Hadoop and as Spark's metadata spell it. */
  HashMap<String, String> shownByPath() {
    HashMap<String, String> shown = new HashMap<>();
    for (FileStatus file : files) {
      String path = file.getPath().toString();
      shown.put(path, shown(file.getPath()));
      shown.put(new Path(path).toUri().toString(), shown(file.getPath()));
    }
    return shown;
  }

  /** The paths escaped for Spark, which would take them for globs. */
  String[] literal() {
    return files.stream().map(file -> Storage.literal(file.getPath())).toArray(String[]::new);
  }

  /** The value of {@code catalog.source} for the first file, by its first bytes, decompressed. */
  String format(Configuration conf) {
    try (InputStream in = Storage.decompressed(conf, files.get(0).getPath())) {
      String magic = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
      if (magic.startsWith("PAR1")) {
        return "parquet";
      }
      if (magic.equals("SIMPLE")) {
        return "fits";
      }
      return magic.startsWith("<?xml") || magic.equals("<VOTAB") ? "votable" : "csv";
    } catch (IOException failed) {
      throw cannotRead(given, failed);
    }
  }

  /** The first bytes of a file as Latin-1 text, to recognise what it is. */
  static String magic(FileSystem fs, Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    }
  }
}

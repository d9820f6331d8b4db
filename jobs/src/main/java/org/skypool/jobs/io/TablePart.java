package org.skypool.jobs.io;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * The rows of one bucket of a table.
 *
 * @param file path of the file they are in
 * @param number of the bucket among those in the file, from 0
 * @param of how many the file holds; 1: the bucket is the whole file, whatever its metadata say
 */
public record TablePart(String file, int number, int of) implements Serializable {

  /** A file that is one bucket. */
  public static TablePart whole(Path file) {
    return new TablePart(file.toString(), 0, 1);
  }

  Path path() {
    return new Path(file);
  }
}

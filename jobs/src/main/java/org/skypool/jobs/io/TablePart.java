package org.skypool.jobs.io;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * The rows of one bucket of a table.
 *
 * @param file path of the file they are in
 * @param number of the bucket among those in the file, from 0
 */
public record TablePart(String file, int number) implements Serializable {

  /** The first or only bucket of a file. */
  public static TablePart of(Path file) {
    return new TablePart(file.toString(), 0);
  }

  Path path() {
    return new Path(file);
  }
}

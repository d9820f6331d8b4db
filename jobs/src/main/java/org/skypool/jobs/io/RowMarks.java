package org.skypool.jobs.io;

/**
 * Hashes by which a later run recognises rows of a draws table.
 *
 * @param data hash of each object's data
 * @param rows hash of each row and of what it was made with
 */
public record RowMarks(long[] data, long[] rows) {
  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException where they differ
   */
  public RowMarks {
    if (data.length != rows.length) {
      throw new IllegalArgumentException(
          "%d hashes of data and %d of rows".formatted(data.length, rows.length));
    }
  }

  /** Of a number of rows, none known yet. */
  static RowMarks blank(int rows) {
    return new RowMarks(new long[rows], new long[rows]);
  }
}

package org.skypool.jobs.io;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A catalogue read and judged: {@code rows = objects + notSelected + rejected}.
 *
 * @param objects usable rows: object_id, file, row, then the numbers asked for as doubles, all
 *     finite
 * @param rejected rows set aside: file, row, object_id (may be null), reason
 * @param rows records in the input
 * @param notSelected records for which {@code where} is false
 * @param rejectedRows number of rows set aside
 * @param fingerprint hash of the ids and numbers of the objects and of what was set aside, the same
 *     for any order and partitioning of the rows
 * @param persisted what is cached behind {@code objects} and {@code rejected}
 */
public record Catalogue(
    Dataset<Row> objects,
    Dataset<Row> rejected,
    long rows,
    long notSelected,
    long rejectedRows,
    String fingerprint,
    Dataset<Row> persisted)
    implements AutoCloseable {

  /** Number of usable rows. */
  public long size() {
    return rows - notSelected - rejectedRows;
  }

  /** The rejected rows in the order of file and row, ready for {@link RejectedTable}. */
  public Dataset<Row> rejectedInOrder() {
    return rejected.sort("file", "row");
  }

  /** Frees the cache; the datasets stay usable but are computed again. */
  @Override
  public void close() {
    persisted.unpersist();
  }
}

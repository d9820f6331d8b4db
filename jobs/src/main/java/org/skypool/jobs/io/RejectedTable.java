package org.skypool.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Catalogue rows set aside, with the reason; written even when there are none. */
public final class RejectedTable {
  private static final int ROWS_PER_WRITE = 8192;

  private RejectedTable() {}

  /**
   * Writes one file.
   *
   * @param rows rows with the columns file (string), row (long), object_id (string or null) and
   *     reason (string), in the order they are to stand
   * @return number of rows
   * @throws IOException in one line when storage refuses
   */
  public static long write(
      Configuration conf, Path path, Iterator<Row> rows, Map<String, String> metadata)
      throws IOException {
    long written = 0;
    try (TableWriter writer =
        new TableWriter(
            conf,
            path,
            TableFormat.REJECTED,
            columns(List.of()).stream().map(ParquetColumn::type).toList(),
            metadata)) {
      List<Row> batch = new ArrayList<>(ROWS_PER_WRITE);
      while (rows.hasNext()) {
        batch.add(rows.next());
        if (batch.size() == ROWS_PER_WRITE || !rows.hasNext()) {
          writer.write(columns(batch), batch.size());
          written += batch.size();
          batch.clear();
        }
      }
    }
    return written;
  }

  private static List<ParquetColumn> columns(List<Row> rows) {
    return List.of(
        ParquetColumn.text("file", text(rows, 0)),
        ParquetColumn.longs("row", rows.stream().mapToLong(row -> row.getLong(1)).toArray()),
        ParquetColumn.optionalText(TableFormat.OBJECT_ID, text(rows, 2)),
        ParquetColumn.text("reason", text(rows, 3)));
  }

  private static List<String> text(List<Row> rows, int column) {
    List<String> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(row.getString(column)));
    return values;
  }
}

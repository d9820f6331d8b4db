package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the cells of one text record into a row: file, record number, what is wrong with the record
 * as a whole, cells that do not spell what their column holds, id verbatim, then the wanted columns
 * in their SQL types.
 */
final class TextRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int id;
  private final String[] names;
  private final int[] positions;
  private final CellType[] types;
  private final ColumnNulls[] nulls;
  private final ColumnNulls idNulls;

  /**
   * Chooses the columns.
   *
   * @param columns all columns of the file, in order
   * @param types type of every wanted column
   * @param nulls values that stand for a missing one
   */
  TextRecord(
      List<String> columns, Optional<String> id, Map<String, CellType> types, NullMarks nulls) {
    this.width = columns.size();
    this.id = id.map(columns::indexOf).orElse(-1);
    this.names = types.keySet().toArray(String[]::new);
    this.types = types.values().toArray(CellType[]::new);
    this.positions = types.keySet().stream().mapToInt(columns::indexOf).toArray();
    this.nulls = types.keySet().stream().map(nulls::in).toArray(ColumnNulls[]::new);
    this.idNulls = id.map(nulls::in).orElseGet(() -> new ColumnNulls(List.of()));
  }

  /** Schema of the rows. */
  StructType schema() {
    StructType schema = RecordColumns.schema();
    for (int i = 0; i < names.length; i++) {
      schema = schema.add(names[i], types[i].sql());
    }
    return schema;
  }

  /**
   * The row of a record.
   *
   * @param cells of its line; null when it could not be split
   * @param more cells that every record of the file has
   */
  Row row(String file, long number, String[] cells, String... more) {
    int header = width - more.length;
    Object[] values = new Object[RecordColumns.COUNT + names.length];
    values[0] = file;
    values[1] = number;
    if (cells == null || cells.length != header) {
      values[2] =
          cells == null
              ? "the record cannot be split into cells"
              : "the record has %d cells, the header %d".formatted(cells.length, header);
      return RowFactory.create(values);
    }
    List<String> bad = new ArrayList<>(0);
    for (int i = 0; i < names.length; i++) {
      String cell = cell(cells, more, positions[i]);
      if (cell != null && nulls[i].matchesCell(cell)) {
        bad.add(RecordColumns.empty(names[i], cell));
      } else if (cell != null && !cell.isBlank()) {
        Object value = types[i].value(cell);
        values[RecordColumns.COUNT + i] = value;
        if (value == null) {
          bad.add(RecordColumns.bad(names[i], cell));
        }
      }
    }
    values[3] = bad.isEmpty() ? null : bad.toArray(String[]::new);
    String idCell = id < 0 ? null : cell(cells, more, id);
    values[4] = idCell == null || idNulls.matchesCell(idCell) ? null : idCell;
    return RowFactory.create(values);
  }

  private static String cell(String[] cells, String[] more, int position) {
    return position < cells.length ? cells[position] : more[position - cells.length];
  }
}

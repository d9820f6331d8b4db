package org.skypool.jobs.io;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the values of one record of a typed table into a row: file, record number, cells that are
 * NaN or stand for a missing value, id, then the wanted columns in their SQL types. Numbers that
 * are NaN, and values that stand for a missing one, are NULL, in lists too.
 */
final class TypedRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whole numbers up to this size are exact in a double. */
  static final double EXACT = 0x1p53;

  private final StructType schema;
  private final String[] names;
  private final ColumnNulls[] nulls;
  private final int id;

  /**
   * Chooses the columns.
   *
   * @param columns names and types of what {@link #row} is given
   * @param wanted how many of them, from the first, the row has
   * @param id the column of ids, among all of them
   */
  TypedRecord(StructType columns, int wanted, Optional<String> id, NullMarks nulls) {
    StructType rows = RecordColumns.schema();
    for (int i = 0; i < wanted; i++) {
      StructField field = columns.fields()[i];
      rows = rows.add(field.name(), field.dataType());
    }
    this.schema = rows;
    this.names = columns.fieldNames();
    this.nulls = new ColumnNulls[names.length];
    for (int i = 0; i < names.length; i++) {
      this.nulls[i] = nulls.in(names[i]);
    }
    this.id = id.map(List.of(names)::indexOf).orElse(-1);
  }

  /** Schema of the rows. */
  StructType schema() {
    return schema;
  }

  /** The row of a record. */
  Row row(String file, long number, Object[] cells) {
    Object[] values = new Object[schema.length()];
    values[0] = file;
    values[1] = number;
    List<String> bad = null;
    for (int i = 0; i < values.length - RecordColumns.COUNT; i++) {
      Object cell = cells[i];
      String problem = cell instanceof Object[] ? null : problem(i, cell);
      if (problem != null) {
        bad = bad == null ? new ArrayList<>() : bad;
        bad.add(problem);
      } else {
        values[RecordColumns.COUNT + i] =
            cell instanceof Object[] list ? withoutMissing(i, list) : cell;
      }
    }
    values[3] = bad == null ? null : bad.toArray(String[]::new);
    values[4] = id < 0 || problem(id, cells[id]) != null ? null : idText(cells[id]);
    return RowFactory.create(values);
  }

  private String problem(int column, Object cell) {
    if (isNaN(cell)) {
      return RecordColumns.bad(names[column], "NaN");
    }
    return nulls[column].matches(cell)
        ? RecordColumns.empty(names[column], String.valueOf(cell))
        : null;
  }

  private Object[] withoutMissing(int column, Object[] list) {
    Object[] present = new Object[list.length];
    for (int i = 0; i < list.length; i++) {
      present[i] = isNaN(list[i]) || nulls[column].matches(list[i]) ? null : list[i];
    }
    return present;
  }

  private static boolean isNaN(Object cell) {
    return cell instanceof Double real && real.isNaN()
        || cell instanceof Float single && single.isNaN();
  }

  /** An id stored as a floating-point number is written as the whole number it holds. */
  private static String idText(Object cell) {
    if (cell instanceof Double || cell instanceof Float) {
      double value = ((Number) cell).doubleValue();
      return value == Math.rint(value) && Math.abs(value) <= EXACT
          ? Long.toString((long) value)
          : cell.toString();
    }
    return cell instanceof BigDecimal decimal
        ? decimal.toPlainString()
        : cell == null ? null : cell.toString();
  }
}

package org.skypool.jobs.io;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Columns that every catalogue source puts before the file's own. */
final class RecordColumns {
  static final String FILE = "_skypool_file";
  static final String ROW = "_skypool_row";
  static final String BROKEN = "_skypool_broken";
  static final String BAD = "_skypool_bad";
  static final String ID = "_skypool_id";

  /** Number of these columns. */
  static final int COUNT = 5;

  private static final char SEPARATOR = '\0';
  private static final String EMPTY = "\u0001";

  private RecordColumns() {}

  static StructType schema() {
    return new StructType()
        .add(FILE, DataTypes.StringType)
        .add(ROW, DataTypes.LongType)
        .add(BROKEN, DataTypes.StringType)
        .add(BAD, DataTypes.createArrayType(DataTypes.StringType))
        .add(ID, DataTypes.StringType);
  }

  /** Entry of {@link #BAD}: the column and the cell's text. */
  static String bad(String column, String cell) {
    return column + SEPARATOR + cell;
  }

  /** Entry of {@link #BAD}: the column and the text of a cell that stands for a missing value. */
  static String empty(String column, String cell) {
    return bad(column, EMPTY + cell);
  }

  /** The text of a cell that stands for a missing value, or null where it is bad otherwise. */
  static String emptyCell(String badCell) {
    return badCell.startsWith(EMPTY) ? badCell.substring(EMPTY.length()) : null;
  }

  /** The text of a column's bad cell if the entry is about this column, else null. */
  static String badCell(String entry, String column) {
    int at = column.length();
    return entry.length() > at && entry.charAt(at) == SEPARATOR && entry.startsWith(column)
        ? entry.substring(at + 1)
        : null;
  }
}

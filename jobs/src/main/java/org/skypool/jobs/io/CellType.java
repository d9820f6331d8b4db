package org.skypool.jobs.io;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** SQL type of a text column. */
enum CellType {
  /** Text as it stands. */
  TEXT(DataTypes.StringType),
  /** Double; other cells, and NaN, are NULL in SQL. */
  NUMBER(DataTypes.DoubleType),
  /** 64-bit whole numbers, for ids that a double could not tell apart. */
  WHOLE(DataTypes.LongType);

  private final DataType sql;

  CellType(DataType sql) {
    this.sql = sql;
  }

  DataType sql() {
    return sql;
  }

  /** The value in SQL, or null where the cell does not spell one. */
  Object value(String cell) {
    return switch (this) {
      case TEXT -> cell;
      case WHOLE -> Cells.whole(cell);
      case NUMBER -> {
        Double number = Cells.number(cell);
        yield number == null || number.isNaN() ? null : number;
      }
    };
  }
}

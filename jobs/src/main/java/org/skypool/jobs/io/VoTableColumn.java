package org.skypool.jobs.io;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.StarTable;

/**
 * A column of a VOTable: its SQL type, and its values in it. Whole numbers of up to 32 bits are
 * ints, those of 64 bits longs; arrays are lists; blank text is missing.
 *
 * @param name of the column
 * @param type class of its cells; of arrays, that of the elements
 * @param isList whether a cell is an array
 * @param unit as declared, or null
 */
record VoTableColumn(String name, Class<?> type, boolean isList, String unit)
    implements Serializable {

  /** The columns of a table, in order. */
  static List<VoTableColumn> of(StarTable table) {
    List<VoTableColumn> columns = new ArrayList<>();
    for (int i = 0; i < table.getColumnCount(); i++) {
      ColumnInfo info = table.getColumnInfo(i);
      Class<?> cell = info.getContentClass();
      columns.add(
          new VoTableColumn(
              info.getName(),
              cell.isArray() ? cell.getComponentType() : cell,
              cell.isArray(),
              info.getUnitString()));
    }
    return List.copyOf(columns);
  }

  /** SQL type of a cell. */
  DataType sql() {
    return isList ? DataTypes.createArrayType(elementType()) : elementType();
  }

  private DataType elementType() {
    if (type == Boolean.class || type == boolean.class) {
      return DataTypes.BooleanType;
    }
    if (type == Long.class || type == long.class) {
      return DataTypes.LongType;
    }
    if (type == Float.class || type == float.class) {
      return DataTypes.FloatType;
    }
    if (type == Double.class || type == double.class) {
      return DataTypes.DoubleType;
    }
    boolean isWhole =
        type == Byte.class
            || type == Short.class
            || type == Integer.class
            || type == byte.class
            || type == short.class
            || type == int.class;
    return isWhole ? DataTypes.IntegerType : DataTypes.StringType;
  }

  /** The value of a cell: boxed, null, or an array of such. */
  Object value(Object cell) {
    if (!isList || cell == null) {
      return element(cell);
    }
    Object[] values = new Object[Array.getLength(cell)];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(Array.get(cell, i));
    }
    return values;
  }

  private static Object element(Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    if (value instanceof Number) {
      return value;
    }
    String text = value.toString().strip();
    return text.isEmpty() ? null : text;
  }
}

package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;

/**
 * Values that stand for a missing one in a column. Numbers are compared in the column's own
 * precision: -99.99 is found in a column of floats, and whole numbers of 64 bits are compared
 * exactly. Text is compared without the blanks around it.
 */
final class ColumnNulls implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashSet<String> texts;
  private final ArrayList<BigDecimal> numbers = new ArrayList<>();

  ColumnNulls(List<String> marks) {
    texts = new HashSet<>(marks);
    for (String mark : marks) {
      Double number = Cells.number(mark);
      if (number != null && Double.isFinite(number)) {
        numbers.add(new BigDecimal(mark.strip()));
      }
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Whether a cell of text is one of them, as text or as a number. */
  boolean matchesCell(String cell) {
    if (isEmpty()) {
      return false;
    }
    String stripped = cell.strip();
    if (texts.contains(stripped)) {
      return true;
    }
    Double number = numbers.isEmpty() ? null : Cells.number(stripped);
    return number != null && Double.isFinite(number) && anyDecimal(new BigDecimal(stripped));
  }

  /** Whether a value is one of them: a text, a number, or anything else, which never is. */
  boolean matches(Object value) {
    if (isEmpty()) {
      return false;
    }
    if (value instanceof String text) {
      return texts.contains(text.strip());
    }
    if (value instanceof Float single) {
      return anyFloat(single);
    }
    if (value instanceof Double real) {
      return anyDouble(real);
    }
    if (value instanceof BigDecimal decimal) {
      return anyDecimal(decimal);
    }
    return value instanceof Number whole && anyDecimal(BigDecimal.valueOf(whole.longValue()));
  }

  private boolean anyDecimal(BigDecimal value) {
    for (BigDecimal number : numbers) {
      if (number.compareTo(value) == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean anyDouble(double value) {
    for (BigDecimal number : numbers) {
      if (number.doubleValue() == value) {
        return true;
      }
    }
    return false;
  }

  private boolean anyFloat(float value) {
    for (BigDecimal number : numbers) {
      if (number.floatValue() == value) {
        return true;
      }
    }
    return false;
  }

  /** The same in SQL, for a column without NULL; false for types that hold neither. */
  Column matches(Column column, DataType type) {
    if (type instanceof StringType) {
      return texts.isEmpty() ? lit(false) : trim(column).isin(texts.toArray());
    }
    Set<Object> values = new HashSet<>();
    for (BigDecimal number : numbers) {
      if (type.equals(DataTypes.DoubleType)) {
        values.add(number.doubleValue());
      } else if (type.equals(DataTypes.FloatType)) {
        values.add(number.floatValue());
      } else if (type instanceof IntegralType || type instanceof DecimalType) {
        values.add(number);
      }
    }
    return values.isEmpty() ? lit(false) : column.isin(values.toArray());
  }
}

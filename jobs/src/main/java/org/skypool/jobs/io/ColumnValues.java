package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The values of one Parquet column, collected row group by row group. A repetition level of 0
 * starts a row; a definition level below that of the repeated group says that the row's list is
 * empty. Object ids and hashes are text, 64-bit integers included; other columns are text or
 * numbers as they are stored.
 */
final class ColumnValues {
  private final String file;
  private final ColumnDescriptor descriptor;
  private final boolean isText;
  private final int listLevel;
  private final List<String> texts = new ArrayList<>();
  private double[] values = new double[0];
  private int[] starts = new int[0];
  private int rows;
  private int size;

  ColumnValues(String file, ColumnDescriptor descriptor) {
    this.file = file;
    this.descriptor = descriptor;
    PrimitiveTypeName name = descriptor.getPrimitiveType().getPrimitiveTypeName();
    this.isText = name == PrimitiveTypeName.BINARY || TableFormat.EXACT.contains(column());
    boolean elementOptional =
        descriptor.getPrimitiveType().isRepetition(PrimitiveType.Repetition.OPTIONAL);
    this.listLevel = descriptor.getMaxDefinitionLevel() - (elementOptional ? 1 : 0);
    if (!isText && !isNumber(name)) {
      throw new UnusableInputException(
          "%s: column %s is %s, not a number or text".formatted(file, column(), name));
    }
    if (descriptor.getMaxRepetitionLevel() > 1) {
      throw new UnusableInputException(file + ": column " + column() + " is a list of lists");
    }
  }

  private static boolean isNumber(PrimitiveTypeName name) {
    return switch (name) {
      case DOUBLE, FLOAT, INT32, INT64 -> true;
      default -> false;
    };
  }

  private String column() {
    return descriptor.getPath()[0];
  }

  ColumnDescriptor descriptor() {
    return descriptor;
  }

  /** Appends one row group. */
  void append(ColumnReader reader, int groupRows) {
    long count = reader.getTotalValueCount();
    starts = Arrays.copyOf(starts, rows + groupRows);
    if (!isText) {
      values = Arrays.copyOf(values, Math.addExact(size, Math.toIntExact(count)));
    }
    boolean isList = descriptor.getMaxRepetitionLevel() > 0;
    int full = descriptor.getMaxDefinitionLevel();
    for (long i = 0; i < count; i++) {
      if (reader.getCurrentRepetitionLevel() == 0) {
        starts[rows++] = size;
      }
      int level = reader.getCurrentDefinitionLevel();
      if (level == full) {
        add(reader);
      } else if (!isList || level >= listLevel) {
        addMissing();
      }
      reader.consume();
    }
  }

  private void add(ColumnReader reader) {
    PrimitiveTypeName type = descriptor.getPrimitiveType().getPrimitiveTypeName();
    if (isText) {
      texts.add(
          switch (type) {
            case BINARY -> reader.getBinary().toStringUsingUTF8();
            case INT32 -> Integer.toString(reader.getInteger());
            case INT64 -> Long.toString(reader.getLong());
            default ->
                throw new UnusableInputException(
                    "%s: column %s is %s, not text".formatted(file, column(), type));
          });
      return;
    }
    values[size++] =
        switch (type) {
          case DOUBLE -> reader.getDouble();
          case FLOAT -> reader.getFloat();
          case INT32 -> reader.getInteger();
          default -> reader.getLong();
        };
  }

  private void addMissing() {
    if (!isText) {
      throw new UnusableInputException(
          "%s: column %s has no value in row %d".formatted(file, column(), rows));
    }
    texts.add(null);
  }

  /** One text per row. */
  List<String> text() {
    if (!isText) {
      throw new UnusableInputException(file + ": column " + column() + " is not text");
    }
    return texts;
  }

  /** One number per row. */
  double[] singles(int expected) {
    if (isText || descriptor.getMaxRepetitionLevel() > 0 || size != expected) {
      throw new UnusableInputException(
          file + ": column " + column() + " does not hold one number per row");
    }
    return values();
  }

  /** All numbers. */
  double[] values() {
    if (isText) {
      throw new UnusableInputException(file + ": column " + column() + " holds text, not numbers");
    }
    return values.length == size ? values : Arrays.copyOf(values, size);
  }

  /** Start of every row's values, and their number last. */
  int[] offsets(int expected) {
    if (isText || rows != expected) {
      throw new UnusableInputException(
          file + ": column " + column() + " does not hold one list of numbers per row");
    }
    int[] offsets = Arrays.copyOf(starts, rows + 1);
    offsets[rows] = size;
    return offsets;
  }
}

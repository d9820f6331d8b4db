package org.skypool.jobs.io;

import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * One column of a table about to be written: its Parquet type, and its values straight from arrays.
 */
interface ParquetColumn {
  /** Field of the Parquet schema. */
  Type type();

  /** Writes the value of one row as field {@code field} of the current record. */
  void write(RecordConsumer out, int field, int row);

  /** Text; none may be null. */
  static ParquetColumn text(String name, List<String> values) {
    Type type =
        Types.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    return new Simple(
        type, (out, row) -> out.addBinary(Binary.fromString(values.get(row))), row -> true);
  }

  /** Text that may be null. */
  static ParquetColumn optionalText(String name, List<String> values) {
    Type type =
        Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    return new Simple(
        type,
        (out, row) -> out.addBinary(Binary.fromString(values.get(row))),
        row -> values.get(row) != null);
  }

  /** 32-bit integers. */
  static ParquetColumn ints(String name, int[] values) {
    Type type = Types.required(PrimitiveTypeName.INT32).named(name);
    return new Simple(type, (out, row) -> out.addInteger(values[row]), row -> true);
  }

  /** 64-bit integers. */
  static ParquetColumn longs(String name, long[] values) {
    Type type = Types.required(PrimitiveTypeName.INT64).named(name);
    return new Simple(type, (out, row) -> out.addLong(values[row]), row -> true);
  }

  /** Doubles. */
  static ParquetColumn doubles(String name, double[] values) {
    Type type = Types.required(PrimitiveTypeName.DOUBLE).named(name);
    return new Simple(type, (out, row) -> out.addDouble(values[row]), row -> true);
  }

  /**
   * Lists of doubles: those of row {@code i} stand from {@code offsets[i]} up to {@code offsets[i +
   * 1]}.
   */
  static ParquetColumn doubleLists(String name, int[] offsets, double[] values) {
    return new Lists(listType(name, PrimitiveTypeName.DOUBLE), offsets, values, false);
  }

  /** Lists of floats, rounded from doubles: those of row {@code i} as in {@link #doubleLists}. */
  static ParquetColumn floatLists(String name, int[] offsets, double[] values) {
    return new Lists(listType(name, PrimitiveTypeName.FLOAT), offsets, values, true);
  }

  private static Type listType(String name, PrimitiveTypeName element) {
    return Types.requiredList().requiredElement(element).named(name);
  }

  /** Writes one value of a plain column. */
  interface Cell {
    void write(RecordConsumer out, int row);
  }

  /** Tells whether a row has a value. */
  interface Presence {
    boolean at(int row);
  }

  /** A column of single values. */
  record Simple(Type type, Cell cell, Presence present) implements ParquetColumn {
    @Override
    public void write(RecordConsumer out, int field, int row) {
      if (present.at(row)) {
        out.startField(type.getName(), field);
        cell.write(out, row);
        out.endField(type.getName(), field);
      }
    }
  }

  /** A column of lists in the standard three-level encoding. */
  record Lists(Type type, int[] offsets, double[] values, boolean asFloat)
      implements ParquetColumn {
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    @Override
    public void write(RecordConsumer out, int field, int row) {
      out.startField(type.getName(), field);
      out.startGroup();
      if (offsets[row] < offsets[row + 1]) {
        out.startField(LIST, 0);
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
          out.startGroup();
          out.startField(ELEMENT, 0);
          if (asFloat) {
            out.addFloat((float) values[k]);
          } else {
            out.addDouble(values[k]);
          }
          out.endField(ELEMENT, 0);
          out.endGroup();
        }
        out.endField(LIST, 0);
      }
      out.endGroup();
      out.endField(type.getName(), field);
    }
  }
}

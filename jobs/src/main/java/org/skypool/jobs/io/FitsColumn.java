package org.skypool.jobs.io;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column of a FITS binary table: where it is in a row and what its bytes mean (FITS standard 4.0,
 * section 7.3).
 *
 * <p>Whole numbers keep their 64 bits; the offsets that stand for unsigned ones ({@code TZERO} =
 * 2^15, 2^31, 2^63, and -2^7 for signed bytes) give whole numbers again, other scalings {@code
 * TZERO + TSCAL x} in double precision. A whole number equal to {@code TNULL}, blank text and an
 * undefined logical are missing. More than one element per cell is a list; a complex number is two
 * elements, real and imaginary.
 *
 * @param name of the column, {@code TTYPEn}
 * @param format as written in {@code TFORMn}
 * @param code letter of the format
 * @param offset of its first byte in a row
 * @param elements number of values in a cell; of text, after {@code TDIMn}
 * @param width bytes of an element; 0 for bits
 * @param isList whether a cell is a list, even of one element
 * @param scale {@code TSCALn}
 * @param zero {@code TZEROn}
 * @param nullValue {@code TNULLn}, or null
 * @param unit {@code TUNITn}, or null
 */
record FitsColumn(
    String name,
    String format,
    char code,
    int offset,
    int elements,
    int width,
    boolean isList,
    double scale,
    double zero,
    Long nullValue,
    String unit)
    implements Serializable {
  private static final BigInteger TWO_63 = BigInteger.ONE.shiftLeft(63);
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  /** Whether cells lie outside the rows, so that they are not read. */
  boolean isVariable() {
    return code == 'P' || code == 'Q';
  }

  /** SQL type of a cell. */
  DataType sql() {
    return isList ? DataTypes.createArrayType(elementType()) : elementType();
  }

  private DataType elementType() {
    return switch (code) {
      case 'L', 'X' -> DataTypes.BooleanType;
      case 'A' -> DataTypes.StringType;
      case 'E', 'C' -> isScaled() ? DataTypes.DoubleType : DataTypes.FloatType;
      case 'B', 'I' -> isWhole() ? DataTypes.IntegerType : DataTypes.DoubleType;
      case 'J' ->
          isUnsigned()
              ? DataTypes.LongType
              : isWhole() ? DataTypes.IntegerType : DataTypes.DoubleType;
      case 'K' ->
          isUnsigned()
              ? DataTypes.createDecimalType(20, 0)
              : isWhole() ? DataTypes.LongType : DataTypes.DoubleType;
      default -> DataTypes.DoubleType;
    };
  }

  private boolean isScaled() {
    return scale != 1 || zero != 0;
  }

  /** Whether the offset is the one that stands for the other signedness. */
  private boolean isUnsigned() {
    return scale == 1
        && switch (code) {
          case 'B' -> zero == -0x1p7;
          case 'I' -> zero == 0x1p15;
          case 'J' -> zero == 0x1p31;
          case 'K' -> zero == 0x1p63;
          default -> false;
        };
  }

  private boolean isWhole() {
    return !isScaled() || isUnsigned();
  }

  /** The value of a cell in the row that begins at a position: boxed, null, or an array of such. */
  Object value(ByteBuffer rows, int row) {
    int start = row + offset;
    if (!isList) {
      return element(rows, start, 0);
    }
    Object[] values = new Object[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = element(rows, start, i);
    }
    return values;
  }

  private Object element(ByteBuffer rows, int start, int i) {
    int at = start + i * width;
    return switch (code) {
      case 'L' -> logical(rows.get(at));
      case 'X' -> (rows.get(start + i / 8) >> (7 - i % 8) & 1) == 1;
      case 'A' -> text(rows, at);
      case 'B' -> whole(rows.get(at) & 0xff);
      case 'I' -> whole(rows.getShort(at));
      case 'J' -> whole(rows.getInt(at));
      case 'K' -> whole(rows.getLong(at));
      case 'E', 'C' -> single(rows.getFloat(at));
      default -> real(rows.getDouble(at));
    };
  }

  private static Boolean logical(byte letter) {
    return letter == 'T' ? Boolean.TRUE : letter == 'F' ? Boolean.FALSE : null;
  }

  private String text(ByteBuffer rows, int at) {
    byte[] bytes = new byte[width];
    rows.get(at, bytes);
    int end = 0;
    while (end < width && bytes[end] != 0) {
      end++;
    }
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? null : text;
  }

  private Object whole(long raw) {
    if (nullValue != null && nullValue == raw) {
      return null;
    }
    if (!isWhole()) {
      return zero + scale * raw;
    }
    if (code == 'K') {
      return isUnsigned() ? unsigned(raw) : (Object) raw;
    }
    long value = isUnsigned() ? raw + (long) zero : raw;
    return code == 'J' && isUnsigned() ? (Object) value : (Object) (int) value;
  }

  /** {@code raw + 2^63}. */
  private static BigDecimal unsigned(long raw) {
    BigInteger sum = BigInteger.valueOf(raw).add(TWO_63);
    return new BigDecimal(sum.mod(TWO_64));
  }

  private Object single(float value) {
    return isScaled() ? (Object) (zero + scale * value) : (Object) value;
  }

  private Double real(double value) {
    return isScaled() ? zero + scale * value : value;
  }
}

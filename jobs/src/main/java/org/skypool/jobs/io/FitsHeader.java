package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nom.tam.fits.Header;

/** The header of a FITS binary table, read for its columns. */
final class FitsHeader {
  private static final Pattern FORMAT = Pattern.compile("(\\d*)([LXBIJKAEDCMPQ])(.*)");
  private static final Pattern FIRST_DIMENSION = Pattern.compile("\\(\\s*(\\d+)\\s*,.*\\)");

  /** Digits of a number that an int holds. */
  private static final int MOST_DIGITS = 9;

  private final String shown;
  private final Header header;

  /**
   * Wraps a header.
   *
   * @param shown name of the file in messages
   */
  FitsHeader(String shown, Header header) {
    this.shown = shown;
    this.header = header;
  }

  /**
   * The table, whose first row is at a position of the file.
   *
   * @throws UnusableInputException when it is compressed or its formats make no sense
   */
  FitsTable table(long start) {
    if (header.getBooleanValue("ZTABLE", false)) {
      throw new UnusableInputException(
          "catalog.path = " + shown + " is a compressed table: unpack it with funpack");
    }
    List<FitsColumn> columns = new ArrayList<>();
    long offset = 0;
    int fields = header.getIntValue("TFIELDS");
    for (int n = 1; n <= fields; n++) {
      FitsColumn column = column(n, (int) offset);
      columns.add(column);
      offset += bytes(column);
    }
    int rowBytes = header.getIntValue("NAXIS1");
    long rows = header.getLongValue("NAXIS2");
    if (rowBytes < 1 || rows < 0) {
      throw new UnusableInputException(
          "catalog.path = %s: its rows have %,d bytes (NAXIS1), and there are %,d of them (NAXIS2)"
              .formatted(shown, rowBytes, rows));
    }
    if (offset != rowBytes) {
      throw new UnusableInputException(
          "catalog.path = %s: its columns have %,d bytes, its rows (NAXIS1) %,d"
              .formatted(shown, offset, rowBytes));
    }
    return new FitsTable(start, rows, rowBytes, List.copyOf(columns));
  }

  private FitsColumn column(int n, int offset) {
    String name = header.getStringValue("TTYPE" + n, "").strip();
    String format = header.getStringValue("TFORM" + n, "").strip();
    Matcher parts = FORMAT.matcher(format);
    if (!parts.matches() || parts.group(1).length() > MOST_DIGITS) {
      throw new UnusableInputException(
          "catalog.path = %s: TFORM%d = '%s' is no format of FITS".formatted(shown, n, format));
    }
    int repeat = parts.group(1).isEmpty() ? 1 : Integer.parseInt(parts.group(1));
    char code = parts.group(2).charAt(0);
    int width = code == 'A' ? textWidth(n, repeat) : width(code);
    int elements = code == 'A' ? (width == 0 ? 0 : repeat / width) : values(code, repeat);
    boolean isSingle = code == 'A' ? width == repeat : elements == 1;
    return new FitsColumn(
        name.isEmpty() ? "_c" + (n - 1) : name,
        format,
        code,
        offset,
        elements,
        width,
        !isSingle || code == 'P' || code == 'Q',
        header.getDoubleValue("TSCAL" + n, 1),
        header.getDoubleValue("TZERO" + n, 0),
        header.containsKey("TNULL" + n) ? header.getLongValue("TNULL" + n) : null,
        header.getStringValue("TUNIT" + n, null));
  }

  /** Of an array of texts, the length of one. */
  private int textWidth(int n, int repeat) {
    Matcher dimensions = FIRST_DIMENSION.matcher(header.getStringValue("TDIM" + n, ""));
    boolean isNumber = dimensions.matches() && dimensions.group(1).length() <= MOST_DIGITS;
    int first = isNumber ? Integer.parseInt(dimensions.group(1)) : repeat;
    return first > 0 && repeat % first == 0 ? first : repeat;
  }

  private static int values(char code, int repeat) {
    return code == 'C' || code == 'M' ? 2 * repeat : repeat;
  }

  private static int width(char code) {
    return switch (code) {
      case 'X' -> 0;
      case 'L', 'B' -> 1;
      case 'I' -> 2;
      case 'J', 'E', 'C' -> 4;
      case 'Q' -> 16;
      default -> 8;
    };
  }

  private static long bytes(FitsColumn column) {
    return column.code() == 'X'
        ? (column.elements() + 7L) / 8
        : (long) column.elements() * column.width();
  }
}

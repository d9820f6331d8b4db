package org.skypool.jobs.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes binary tables byte by byte, as the FITS standard says, without the code that reads them.
 */
public final class FitsFile {
  private static final int BLOCK = 2_880;

  private final List<String> cards = new ArrayList<>();
  private int fields;

  /** Adds a column; further cards of it are written with {@code #} for its number. */
  public FitsFile column(String name, String format, String... more) {
    fields++;
    cards.add(card("TTYPE" + fields, "'" + name + "'"));
    cards.add(card("TFORM" + fields, "'" + format + "'"));
    for (String assignment : more) {
      String[] parts = assignment.split("=", 2);
      cards.add(card(parts[0].strip().replace("#", "" + fields), parts[1].strip()));
    }
    return this;
  }

  /** Adds a card of the table. */
  public FitsFile with(String key, String value) {
    cards.add(card(key, value));
    return this;
  }

  private static String card(String key, String value) {
    return String.format(Locale.ROOT, "%-8s= %-70s", key, value);
  }

  private static byte[] header(List<String> cards) {
    StringBuilder text = new StringBuilder();
    cards.forEach(text::append);
    text.append(String.format("%-80s", "END"));
    while (text.length() % BLOCK != 0) {
      text.append(' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A primary header without data. */
  public static byte[] primary() {
    return header(List.of(card("SIMPLE", "T"), card("BITPIX", "8"), card("NAXIS", "0")));
  }

  /** The header of the table. */
  public byte[] header(int rowBytes, long rows) {
    List<String> all =
        new ArrayList<>(
            List.of(
                card("XTENSION", "'BINTABLE'"),
                card("BITPIX", "8"),
                card("NAXIS", "2"),
                card("NAXIS1", "" + rowBytes),
                card("NAXIS2", "" + rows),
                card("PCOUNT", "0"),
                card("GCOUNT", "1"),
                card("TFIELDS", "" + fields)));
    all.addAll(cards);
    return header(all);
  }

  /** The extension with its rows. */
  public byte[] extension(byte[]... rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(rows[0].length, rows.length));
    for (byte[] row : rows) {
      out.writeBytes(row);
    }
    int more = (BLOCK - out.size() % BLOCK) % BLOCK;
    out.writeBytes(new byte[more]);
    return out.toByteArray();
  }

  /** Writes parts one after the other, the primary header first. */
  public static Path write(Path file, byte[]... extensions) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(primary());
    for (byte[] extension : extensions) {
      out.writeBytes(extension);
    }
    return Files.write(file, out.toByteArray());
  }

  /** Writes a table whose first rows are zeros that take no space on the disk. */
  public Path writeSparse(Path file, long zeros, byte[]... last) throws IOException {
    int rowBytes = last[0].length;
    byte[] primary = primary();
    byte[] header = header(rowBytes, zeros + last.length);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(primary);
      out.write(header);
      out.seek(primary.length + header.length + zeros * rowBytes);
      for (byte[] row : last) {
        out.write(row);
      }
      long length = out.getFilePointer();
      out.setLength((length + BLOCK - 1) / BLOCK * BLOCK);
    }
    return file;
  }

  /** A row from its values: numbers as they are, text with its own bytes. */
  public static byte[] row(Object... values) {
    ByteBuffer row = ByteBuffer.allocate(1 << 16);
    for (Object value : values) {
      if (value instanceof Byte b) {
        row.put(b);
      } else if (value instanceof Short s) {
        row.putShort(s);
      } else if (value instanceof Integer i) {
        row.putInt(i);
      } else if (value instanceof Long l) {
        row.putLong(l);
      } else if (value instanceof Float f) {
        row.putFloat(f);
      } else if (value instanceof Double d) {
        row.putDouble(d);
      } else if (value instanceof String text) {
        row.put(text.getBytes(StandardCharsets.US_ASCII));
      } else if (value instanceof byte[] bytes) {
        row.put(bytes);
      } else {
        throw new IllegalArgumentException(String.valueOf(value));
      }
    }
    byte[] bytes = new byte[row.position()];
    row.flip().get(bytes);
    return bytes;
  }
}

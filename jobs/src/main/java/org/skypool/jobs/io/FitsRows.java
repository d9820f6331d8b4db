package org.skypool.jobs.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Rows of a contiguous part of a FITS table, decoded from a buffer of about a megabyte that is
 * filled again and again; of each row only the wanted columns.
 */
final class FitsRows implements Iterator<Row> {
  private static final int BUFFER_BYTES = 1 << 20;

  private final InputStream in;
  private final Split split;
  private final List<FitsColumn> columns;
  private final TypedRecord record;
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private long next;
  private int at;
  private int filled;

  /**
   * A contiguous part of a table that one task reads.
   *
   * @param path of the file
   * @param shown its name in tables and messages
   * @param start position of its first byte
   * @param rowBytes bytes of a row
   * @param firstRow number of its first row in the file, from 1
   * @param rows how many
   */
  record Split(String path, String shown, long start, int rowBytes, long firstRow, long rows)
      implements Serializable {}

  private FitsRows(InputStream in, Split split, List<FitsColumn> columns, TypedRecord record) {
    this.in = in;
    this.split = split;
    this.columns = columns;
    this.record = record;
    this.bytes = new byte[Math.max(1, BUFFER_BYTES / split.rowBytes()) * split.rowBytes()];
    this.buffer = ByteBuffer.wrap(bytes);
  }

  /**
   * Opens a part.
   *
   * @throws UnusableInputException when the file cannot be read
   */
  static FitsRows open(
      Configuration conf, Split split, List<FitsColumn> columns, TypedRecord record) {
    Path path = new Path(split.path());
    try {
      if (Storage.isCompressed(conf, path)) {
        InputStream in = Storage.decompressed(conf, path);
        in.skipNBytes(split.start());
        return new FitsRows(in, split, columns, record);
      }
      FSDataInputStream in = Storage.of(conf, path).open(path);
      in.seek(split.start());
      return new FitsRows(in, split, columns, record);
    } catch (IOException failed) {
      throw unreadable(split, failed);
    }
  }

  private static UnusableInputException unreadable(Split split, IOException failed) {
    return failed instanceof EOFException
        ? ReadFailures.truncated(split.shown(), failed)
        : InputFiles.cannotRead(split.shown(), failed);
  }

  /** Closes the file; does no harm when it is closed. */
  void close() {
    try {
      in.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public boolean hasNext() {
    if (next < split.rows()) {
      return true;
    }
    close();
    return false;
  }

  @Override
  public Row next() {
    if (next >= split.rows()) {
      throw new NoSuchElementException();
    }
    if (at == filled) {
      fill();
    }
    Object[] cells = new Object[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).value(buffer, at);
    }
    Row row = record.row(split.shown(), split.firstRow() + next, cells);
    at += split.rowBytes();
    next++;
    return row;
  }

  private void fill() {
    long left = (split.rows() - next) * split.rowBytes();
    int wanted = (int) Math.min(bytes.length, left);
    try {
      if (in.readNBytes(bytes, 0, wanted) < wanted) {
        throw new EOFException();
      }
    } catch (IOException failed) {
      throw unreadable(split, failed);
    }
    at = 0;
    filled = wanted;
  }
}

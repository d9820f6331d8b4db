package org.skypool.jobs.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.util.FitsInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Where the rows of a binary table are in a FITS file. Only headers are read, and data between them
 * are skipped.
 *
 * @param start position of the first row
 * @param rows number of rows
 * @param rowBytes bytes of a row
 * @param columns in order
 */
record FitsTable(long start, long rows, int rowBytes, List<FitsColumn> columns) {
  private static final int BLOCK = 2_880;
  private static final int CARD = 80;
  private static final int MOST_BLOCKS = 20_000;

  /**
   * Finds the table.
   *
   * @param hdu number from 1, or name, of the extension; empty: the first binary table
   * @throws UnusableInputException when the file is not FITS, has no such table, or ends too early
   */
  static FitsTable read(
      Configuration conf, InputFiles input, FileStatus file, Optional<String> hdu) {
    String shown = input.shown(file.getPath());
    try (InputStream in = Storage.decompressed(conf, file.getPath())) {
      FitsTable table = find(shown, in, hdu);
      if (!Storage.isCompressed(conf, file.getPath())) {
        table.checkLength(shown, file.getLen());
      }
      return table;
    } catch (EOFException ended) {
      throw ReadFailures.truncated(shown, ended);
    } catch (IOException | FitsException failed) {
      throw InputFiles.cannotRead(shown, failed);
    }
  }

  private static FitsTable find(String shown, InputStream in, Optional<String> hdu)
      throws IOException, FitsException {
    List<String> tables = new ArrayList<>();
    long position = 0;
    for (int number = 0; ; number++) {
      byte[] bytes = header(shown, in, number);
      if (bytes.length == 0) {
        throw new UnusableInputException(
            "catalog.path = %s has no %s; its binary tables: %s"
                .formatted(
                    shown,
                    hdu.map(name -> "extension catalog.hdu = " + name).orElse("binary table"),
                    tables.isEmpty() ? "none" : String.join(", ", tables)));
      }
      position += bytes.length;
      Header header = parsed(shown, bytes);
      String name = header.getStringValue("EXTNAME", "").strip();
      String kind = number == 0 ? "IMAGE" : header.getStringValue("XTENSION", "").strip();
      boolean isTable = kind.equals("BINTABLE");
      if (isTable) {
        tables.add(name.isEmpty() ? Integer.toString(number) : number + " (" + name + ")");
      }
      String here = Integer.toString(number);
      boolean isWanted =
          hdu.map(wanted -> wanted.equals(here) || wanted.equalsIgnoreCase(name)).orElse(isTable);
      if (isWanted) {
        if (!isTable) {
          throw new UnusableInputException(
              "catalog.path = %s: catalog.hdu = %s is of the kind %s, must be a binary table"
                  .formatted(shown, hdu.orElse(here), kind));
        }
        return new FitsHeader(shown, header).table(position);
      }
      long data = header.getDataSize();
      long padded = (data + BLOCK - 1) / BLOCK * BLOCK;
      in.skipNBytes(padded);
      position += padded;
    }
  }

  private static Header parsed(String shown, byte[] bytes) throws IOException, FitsException {
    try {
      return new Header(new FitsInputStream(new ByteArrayInputStream(bytes)));
    } catch (RuntimeException damaged) {
      throw new UnusableInputException(
          "catalog.path = %s cannot be read: a header is damaged: %s"
              .formatted(shown, Storage.reason(damaged)),
          damaged);
    }
  }

  /** The blocks of the next header, without what follows; empty at the end of the file. */
  private static byte[] header(String shown, InputStream in, int number) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    for (int blocks = 0; blocks < MOST_BLOCKS; blocks++) {
      byte[] block = in.readNBytes(BLOCK);
      if (blocks == 0 && isFirst(number, block)) {
        throw new UnusableInputException("catalog.path = " + shown + " is not a FITS file");
      }
      if (blocks == 0 && (block.length == 0 || !startsHeader(number, block))) {
        return new byte[0];
      }
      if (block.length < BLOCK) {
        throw new EOFException();
      }
      header.write(block);
      if (hasEnd(block)) {
        return header.toByteArray();
      }
    }
    throw new UnusableInputException(
        "catalog.path = " + shown + ": the header of extension " + number + " has no end");
  }

  private static boolean isFirst(int number, byte[] block) {
    return number == 0 && !startsHeader(0, block);
  }

  /** Anything else after the last extension is padding or special records, to be passed over. */
  private static boolean startsHeader(int number, byte[] block) {
    return text(block, 0, Math.min(CARD, block.length))
        .startsWith(number == 0 ? "SIMPLE  =" : "XTENSION=");
  }

  private static boolean hasEnd(byte[] block) {
    for (int card = 0; card < BLOCK; card += CARD) {
      if (text(block, card, 8).equals("END     ")) {
        return true;
      }
    }
    return false;
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private void checkLength(String shown, long length) {
    long whole = rowBytes == 0 ? rows : Math.max(0, (length - start) / rowBytes);
    if (whole < rows) {
      throw new UnusableInputException(
          "catalog.path = %s ends too early: it has %,d of %,d rows".formatted(shown, whole, rows));
    }
  }
}

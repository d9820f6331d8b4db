package org.skypool.jobs.io;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.config.CsvDialect;

/**
 * The beginning of a text file.
 *
 * @param columns names in the header, or those of the configuration; a nameless one is called
 *     {@code _c} and its position from 0
 * @param sample types seen in the first records
 * @param hasRecords whether any record follows the header
 */
record CsvHeader(List<String> columns, TypeSample sample, boolean hasRecords) {

  /**
   * Reads header and first records.
   *
   * @throws UnusableInputException when the file is not readable text with a header
   */
  static CsvHeader read(
      Configuration conf, InputFiles input, Path file, CsvDialect dialect, NullMarks nulls) {
    try {
      FileSystem fs = Storage.of(conf, file);
      checkMagic(input, file, InputFiles.magic(fs, file));
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Storage.decompressed(conf, file), StandardCharsets.UTF_8))) {
        return parse(input, file, new CsvLines(lines, dialect), dialect, nulls);
      }
    } catch (EOFException ended) {
      throw ReadFailures.truncated(input.shown(file), ended);
    } catch (IOException failed) {
      throw InputFiles.cannotRead(input.shown(file), failed);
    }
  }

  private static void checkMagic(InputFiles input, Path file, String magic) {
    boolean isNamedGzip = file.getName().endsWith(".gz");
    boolean isGzip = magic.startsWith("\u001f\u008b");
    String problem = null;
    if (isNamedGzip && !isGzip) {
      problem = "is named .gz but is not a gzip file";
    } else if (isGzip && !isNamedGzip) {
      problem = "is a gzip file and must be named so (.gz)";
    } else if (magic.startsWith("PAR1")) {
      problem = "is a Parquet file: set catalog.source = parquet";
    } else if (magic.startsWith("SIMPLE")) {
      problem = "is a FITS file: set catalog.source = fits";
    } else if (magic.startsWith("PK\u0003\u0004")) {
      problem = "is a zip archive, which cannot be read: unpack it";
    }
    if (problem != null) {
      throw new UnusableInputException("catalog.path = " + input.shown(file) + " " + problem);
    }
  }

  private static CsvHeader parse(
      InputFiles input, Path file, CsvLines lines, CsvDialect dialect, NullMarks nulls)
      throws IOException {
    LineParser parser = LineParser.of(dialect);
    String line = lines.next();
    List<String> columns = columns(input, file, line, lines, dialect);
    List<ColumnNulls> marks = columns.stream().map(nulls::in).toList();
    TypeSample sample = new TypeSample(columns.size());
    line = dialect.hasHeaderLine() ? lines.next() : line;
    int records = 0;
    while (line != null && records < TypeSample.RECORDS && !sample.isComplete()) {
      String[] cells = parser.cells(line);
      if (cells != null && cells.length == columns.size()) {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = cells[i] == null || marks.get(i).matchesCell(cells[i]) ? null : cells[i];
        }
        sample.add(cells);
      }
      records++;
      line = lines.next();
    }
    return new CsvHeader(columns, sample, records > 0);
  }

  private static List<String> columns(
      InputFiles input, Path file, String first, CsvLines lines, CsvDialect dialect) {
    if (!dialect.names().isEmpty()) {
      return dialect.names();
    }
    String text = dialect.hasHeaderComment() ? lines.comment().orElse(null) : first;
    String[] header = text == null ? null : LineParser.of(dialect).cells(text);
    if (header == null || header.length == 0) {
      throw new UnusableInputException(
          "catalog.path = %s has no header %s"
              .formatted(
                  input.shown(file),
                  dialect.hasHeaderComment() ? "in a comment before its first record" : "line"));
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      columns.add(header[i] == null ? "_c" + i : header[i]);
    }
    return columns;
  }
}

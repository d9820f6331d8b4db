package org.skypool.jobs.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The beginning of a file of comma-separated values.
 *
 * @param columns names in the header line; a nameless one is called {@code _c} and its position
 *     from 0
 * @param sample types seen in the first records
 * @param hasRecords whether any record follows the header
 */
record CsvHeader(List<String> columns, TypeSample sample, boolean hasRecords) {

  /**
   * Reads header and first records.
   *
   * @throws UnusableInputException when the file is not readable text with a header
   */
  static CsvHeader read(Configuration conf, InputFiles input, Path file) {
    try {
      FileSystem fs = Storage.of(conf, file);
      checkMagic(input, file, InputFiles.magic(fs, file));
      CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file);
      try (InputStream raw = fs.open(file);
          InputStream in = codec == null ? raw : codec.createInputStream(raw);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return parse(input, file, lines);
      }
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
      problem = "is a FITS file, not comma-separated text";
    } else if (magic.startsWith("PK\u0003\u0004")) {
      problem = "is a zip archive, which cannot be read: unpack it";
    }
    if (problem != null) {
      throw new UnusableInputException("catalog.path = " + input.shown(file) + " " + problem);
    }
  }

  private static CsvHeader parse(InputFiles input, Path file, BufferedReader lines)
      throws IOException {
    CsvLineParser parser = new CsvLineParser();
    String line = nextRecord(lines);
    String[] header = line == null ? null : parser.cells(CsvLineParser.withoutMark(line));
    if (header == null) {
      throw new UnusableInputException(
          "catalog.path = " + input.shown(file) + " has no header line");
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      columns.add(header[i] == null ? "_c" + i : header[i]);
    }
    TypeSample sample = new TypeSample(columns.size());
    int records = 0;
    while (records < TypeSample.RECORDS && !sample.isComplete()) {
      line = nextRecord(lines);
      if (line == null) {
        break;
      }
      String[] cells = parser.cells(line);
      if (cells != null && cells.length == header.length) {
        sample.add(cells);
      }
      records++;
    }
    return new CsvHeader(columns, sample, records > 0);
  }

  private static String nextRecord(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && CsvSource.isBlank(line)) {
      line = lines.readLine();
    }
    return line;
  }
}

package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ltrim;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.skypool.jobs.config.CsvDialect;

/**
 * The lines of a text that are records, or its header: neither blank nor a comment. One rule, said
 * twice: for lines read one by one, and in SQL.
 */
final class CsvLines {
  private static final String MARK = "\uFEFF";

  private final BufferedReader lines;
  private final CsvDialect dialect;
  private String comment;

  CsvLines(BufferedReader lines, CsvDialect dialect) {
    this.lines = lines;
    this.dialect = dialect;
  }

  /** The next record without a byte order mark, or null at the end. */
  String next() throws IOException {
    String line = lines.readLine();
    while (line != null && !isRecord(line)) {
      line = lines.readLine();
    }
    return line == null ? null : withoutMark(line);
  }

  /** The text of the last comment that {@link #next} passed over. */
  Optional<String> comment() {
    return Optional.ofNullable(comment);
  }

  private boolean isRecord(String line) {
    String beginning = beginning(line);
    if (dialect.comment().isEmpty() || !beginning.startsWith(dialect.comment())) {
      return !beginning.isEmpty();
    }
    comment = beginning.substring(dialect.comment().length());
    return false;
  }

  private static String beginning(String line) {
    int at = 0;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == MARK.charAt(0))) {
      at++;
    }
    return line.substring(at);
  }

  /** The line without a byte order mark. */
  static String withoutMark(String line) {
    return line.startsWith(MARK) ? line.substring(1) : line;
  }

  /** Whether a line is a record or the header. */
  static Column isRecord(Column line, CsvDialect dialect) {
    Column isFilled = trim(line, " " + MARK).notEqual(lit(""));
    return dialect.comment().isEmpty()
        ? isFilled
        : isFilled.and(not(ltrim(line, " " + MARK).startsWith(lit(dialect.comment()))));
  }
}

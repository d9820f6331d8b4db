package org.skypool.jobs.io;

import org.skypool.jobs.config.CsvDialect;

/** Splits one line of text into cells. */
interface LineParser {

  /** The cells, null where empty; or null when the line cannot be split. */
  String[] cells(String line);

  /** The parser of a dialect. */
  static LineParser of(CsvDialect dialect) {
    return dialect.isWhitespace()
        ? new WhitespaceLineParser(dialect.quoteCharacter())
        : new CsvLineParser(dialect.delimiterCharacter(), dialect.quoteCharacter());
  }
}

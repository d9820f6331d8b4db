package org.skypool.jobs.io;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;

/**
 * Splits one line of comma-separated values; quotes are doubled inside quotes, blanks around cells
 * ignored.
 */
final class CsvLineParser {
  private static final int MAX_COLUMNS = 65_536;

  private final CsvParser parser;

  CsvLineParser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(',');
    settings.getFormat().setQuote('"');
    settings.getFormat().setQuoteEscape('"');
    settings.getFormat().setComment('\0');
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    parser = new CsvParser(settings);
  }

  /** The cells, null where empty; or null when the line cannot be split. */
  String[] cells(String line) {
    try {
      return parser.parseLine(line);
    } catch (TextParsingException unparsable) {
      return null;
    }
  }

  /** The line without a byte order mark. */
  static String withoutMark(String line) {
    return line.startsWith("\uFEFF") ? line.substring(1) : line;
  }
}

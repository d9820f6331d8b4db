package org.skypool.jobs.io;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;

/**
 * Splits one line of values at a delimiter; quotes are doubled inside quotes, blanks around cells
 * ignored.
 */
final class CsvLineParser implements LineParser {
  private static final int MAX_COLUMNS = 65_536;

  private final CsvParser parser;

  CsvLineParser(char delimiter, char quote) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setQuote(quote);
    settings.getFormat().setQuoteEscape(quote);
    settings.getFormat().setComment('\0');
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    parser = new CsvParser(settings);
  }

  @Override
  public String[] cells(String line) {
    try {
      return parser.parseLine(line);
    } catch (TextParsingException unparsable) {
      return null;
    }
  }
}

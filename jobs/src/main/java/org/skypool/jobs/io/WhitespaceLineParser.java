package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line at runs of blanks and tabs. A cell that begins with a quote ends with the next one
 * that is not doubled; two quotes are an empty cell.
 */
final class WhitespaceLineParser implements LineParser {
  private final char quote;

  WhitespaceLineParser(char quote) {
    this.quote = quote;
  }

  @Override
  public String[] cells(String line) {
    List<String> cells = new ArrayList<>();
    int at = next(line, 0);
    while (at < line.length()) {
      boolean isQuoted = line.charAt(at) == quote;
      int end = isQuoted ? closing(line, at) : blank(line, at);
      if (end < 0 || end < line.length() && !isBlank(line.charAt(end))) {
        return null;
      }
      String cell = isQuoted ? unquoted(line.substring(at + 1, end - 1)) : line.substring(at, end);
      cells.add(cell.isEmpty() ? null : cell);
      at = next(line, end);
    }
    return cells.toArray(String[]::new);
  }

  private String unquoted(String inside) {
    String one = String.valueOf(quote);
    return inside.replace(one + one, one);
  }

  /** The position after the quote that closes the cell, or -1. */
  private int closing(String line, int opening) {
    int at = line.indexOf(quote, opening + 1);
    while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == quote) {
      at = line.indexOf(quote, at + 2);
    }
    return at < 0 ? -1 : at + 1;
  }

  private static int next(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int blank(String line, int from) {
    int at = from;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}

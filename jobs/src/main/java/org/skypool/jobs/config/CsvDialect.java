package org.skypool.jobs.config;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a text catalogue is divided into records and cells. A record is one line; blank lines are
 * none.
 *
 * @param delimiter what stands between cells: one character, {@code tab}, or {@code whitespace} for
 *     any run of blanks and tabs
 * @param quote character around cells that contain the delimiter, doubled inside them; {@code none}
 *     where quotes are ordinary characters
 * @param comment beginning of lines that are no records; empty: there are none
 * @param header {@code line}: the first record names the columns; {@code comment}: the last comment
 *     before the first record does
 * @param names of the columns of a file without header; empty: the file has one
 */
public record CsvDialect(
    String delimiter, String quote, String comment, String header, List<String> names)
    implements Serializable {
  static final String WHITESPACE = "whitespace";
  static final String TAB = "tab";
  static final String NONE = "none";
  static final String LINE = "line";
  static final String COMMENT = "comment";
  static final String SECTION = "catalog.csv";

  /** Comma-separated values with a header line. */
  public static final CsvDialect PLAIN = new CsvDialect(",", "\"", "", LINE, List.of());

  /** Keeps the names as they are. */
  public CsvDialect {
    names = List.copyOf(names);
  }

  static CsvDialect of(ConfigValues values) {
    return new CsvDialect(
        values.text(SECTION + ".delimiter").orElseThrow(),
        values.text(SECTION + ".quote").orElseThrow(),
        values.text(SECTION + ".comment").orElse(""),
        values.text(SECTION + ".header").orElseThrow(),
        values.words(SECTION + ".names"));
  }

  /** The keys that differ from {@link #PLAIN}. */
  Map<String, Object> section() {
    Map<String, Object> section = new TreeMap<>();
    if (!delimiter.equals(PLAIN.delimiter)) {
      section.put("delimiter", delimiter);
    }
    if (!quote.equals(PLAIN.quote)) {
      section.put("quote", quote);
    }
    if (!comment.isEmpty()) {
      section.put("comment", comment);
    }
    if (!header.equals(PLAIN.header)) {
      section.put("header", header);
    }
    if (!names.isEmpty()) {
      section.put("names", names);
    }
    return section;
  }

  /**
   * Checks what the parts ask of each other.
   *
   * @throws ConfigException naming the first rule that is broken
   */
  void check() {
    if (delimiter.equals(quote)) {
      throw new ConfigException(
          SECTION + ".quote = " + quote + ": is the delimiter too; must be another, or none");
    }
    if (header.equals(COMMENT) && comment.isEmpty()) {
      throw new ConfigException(
          SECTION + ".header = comment: needs " + SECTION + ".comment, such as \"#\"");
    }
    if (header.equals(COMMENT) && !names.isEmpty()) {
      throw new ConfigException(
          SECTION + ".names: stands beside header = comment; must be one of them");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new ConfigException(SECTION + ".names: a name stands there twice");
    }
  }

  /** Whether cells stand between runs of blanks. */
  public boolean isWhitespace() {
    return delimiter.equals(WHITESPACE);
  }

  /** The character between cells. */
  public char delimiterCharacter() {
    return delimiter.equals(TAB) ? '\t' : delimiter.charAt(0);
  }

  /** The character around cells; NUL, which no text contains, for none. */
  public char quoteCharacter() {
    return quote.equals(NONE) ? '\0' : quote.charAt(0);
  }

  /** Whether the first record is the names of the columns. */
  public boolean hasHeaderLine() {
    return names.isEmpty() && header.equals(LINE);
  }

  /** Whether a comment names the columns. */
  public boolean hasHeaderComment() {
    return header.equals(COMMENT);
  }
}

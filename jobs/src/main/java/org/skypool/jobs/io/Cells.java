package org.skypool.jobs.io;

import java.util.Locale;

/** What the text of a catalogue cell means. */
final class Cells {
  private static final int SHOWN = 40;

  private Cells() {}

  /**
   * The number a cell spells, or null where it spells none: decimal notation with optional
   * exponent, and nan, inf and infinity in any case and with a sign.
   */
  static Double number(String text) {
    String trimmed = text.strip();
    int digits = trimmed.startsWith("-") || trimmed.startsWith("+") ? 1 : 0;
    if (trimmed.length() == digits) {
      return null;
    }
    char first = trimmed.charAt(digits);
    if (first != '.' && (first < '0' || first > '9')) {
      return special(trimmed.substring(digits), trimmed.charAt(0) == '-');
    }
    char last = trimmed.charAt(trimmed.length() - 1);
    if (last != '.' && (last < '0' || last > '9')
        || trimmed.indexOf('x') >= 0
        || trimmed.indexOf('X') >= 0) {
      return null;
    }
    try {
      return Double.valueOf(trimmed);
    } catch (NumberFormatException notNumber) {
      return null;
    }
  }

  private static Double special(String word, boolean isNegative) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> null;
    };
  }

  /** The 64-bit whole number a cell spells, or null. */
  static Long whole(String text) {
    String trimmed = text.strip();
    if (!trimmed.matches("[+-]?[0-9]{1,19}")) {
      return null;
    }
    try {
      return Long.valueOf(trimmed);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** The text in quotes, cut to a length that fits a line. */
  static String quoted(String text) {
    String shown = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown) + "'";
  }
}

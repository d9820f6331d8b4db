package org.skypool.core.formula;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A formula that cannot be understood: what is wrong, and where. */
public final class FormulaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Characters of a formula that a message quotes whole. */
  private static final int LONGEST_QUOTE = 800;

  /** Characters quoted before and after the position otherwise. */
  private static final int AROUND = 40;

  private final String text;
  private final int position;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param text the formula
   * @param position 1-based position of the character where it goes wrong
   * @param reason one line, without the position
   */
  public FormulaException(String text, int position, String reason) {
    super("%s (character %d of %s)".formatted(reason, position, quoted(text, position)));
    this.text = text;
    this.position = position;
    this.reason = reason;
  }

  /**
   * A name that is understood but not allowed where it stands.
   *
   * @param name as in the formula; where it does not stand there as such the first character is
   *     pointed at
   */
  public static FormulaException at(String name, String text, String reason) {
    Matcher word = Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)").matcher(text);
    return new FormulaException(text, word.find() ? word.start() + 1 : 1, reason);
  }

  /** The formula. */
  public String text() {
    return text;
  }

  /** 1-based position of the character where it goes wrong; one past the end for a missing one. */
  public int position() {
    return position;
  }

  /** What is wrong, in one line, without the position. */
  public String reason() {
    return reason;
  }

  /** Two lines: the formula, and a caret under the character. */
  public String pointer() {
    return oneLine(text) + "\n" + " ".repeat(position - 1) + "^";
  }

  /** The formula in quotes; of a very long one the part around the position. */
  private static String quoted(String text, int position) {
    String line = oneLine(text);
    if (line.length() <= LONGEST_QUOTE) {
      return '"' + line + '"';
    }
    int at = Math.min(position - 1, line.length());
    int from = Math.max(0, at - AROUND);
    int to = Math.min(line.length(), at + AROUND);
    return (from > 0 ? "..." : "")
        + '"'
        + line.substring(from, to)
        + '"'
        + (to < line.length() ? "..." : "");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s", " ");
  }
}

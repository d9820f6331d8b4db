package org.skypool.core.formula;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A formula that cannot be understood: what is wrong, and where. */
public final class FormulaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

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
    super("%s (character %d of \"%s\")".formatted(reason, position, oneLine(text)));
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

  private static String oneLine(String text) {
    return text.replaceAll("\\s", " ");
  }
}

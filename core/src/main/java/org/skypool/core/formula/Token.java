package org.skypool.core.formula;

/**
 * A piece of a formula.
 *
 * @param kind what it is
 * @param text its characters
 * @param position 1-based position of its first character
 */
record Token(Kind kind, String text, int position) {

  enum Kind {
    NUMBER,
    NAME,
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** For messages. */
  String words() {
    return kind == Kind.END ? "the end of the formula" : "'" + text + "'";
  }
}

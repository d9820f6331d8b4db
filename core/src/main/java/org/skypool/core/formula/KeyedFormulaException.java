package org.skypool.core.formula;

/** A formula of a configuration that cannot be used: one line naming the key and what is wrong. */
public final class KeyedFormulaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A formula that cannot be understood, at a key. */
  public KeyedFormulaException(String key, FormulaException cause) {
    super(key + ": " + cause.getMessage(), cause);
  }

  /** A formula that is understood but not allowed at a key. */
  public KeyedFormulaException(String key, String text, String reason) {
    super(key + " = \"" + text + "\": " + reason);
  }
}

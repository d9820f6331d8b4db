package org.skypool.core.plugin;

/** A class that a jar on the class path declares, and that cannot be used; says so in one line. */
public final class UserClassException extends RuntimeException {
  /** Says why. */
  public UserClassException(String message) {
    super(message);
  }

  /** Says why, with the cause. */
  public UserClassException(String message, Throwable cause) {
    super(message, cause);
  }
}

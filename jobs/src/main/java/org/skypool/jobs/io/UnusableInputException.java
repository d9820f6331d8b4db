package org.skypool.jobs.io;

/** Input from which nothing can be inferred: one line naming what and where. Exit code 3. */
public final class UnusableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from its one line. */
  public UnusableInputException(String message) {
    super(message);
  }

  /** Makes the exception from its one line and what caused it. */
  public UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }
}

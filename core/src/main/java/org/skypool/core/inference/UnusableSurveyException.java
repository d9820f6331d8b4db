package org.skypool.core.inference;

/** A survey that no hyperparameters explain, or of which no object has a finite likelihood. */
public final class UnusableSurveyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public UnusableSurveyException(String message) {
    super(message);
  }

  /** Makes the exception with what led to it. */
  public UnusableSurveyException(String message, NoSupportException cause) {
    super(message, cause);
  }
}

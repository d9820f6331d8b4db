package org.skypool.jobs.config;

/**
 * A configuration that cannot be run: one line naming key, value and what is allowed. Exit code 2.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from its one line. */
  public ConfigException(String message) {
    super(message);
  }
}

package org.skypool.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Skypool that runs, as the build wrote it. */
public final class Version {
  private static final String RESOURCE = "version.properties";

  private Version() {}

  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

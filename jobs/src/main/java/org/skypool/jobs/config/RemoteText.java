package org.skypool.jobs.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;

/** Opens texts that are named with a scheme, such as {@code hdfs://host/a.conf}. */
@FunctionalInterface
public interface RemoteText {

  /**
   * Opens a text in UTF-8; the caller closes it.
   *
   * @throws FileNotFoundException where nothing is there
   * @throws IOException where it cannot be read
   */
  Reader open(String location) throws IOException;
}

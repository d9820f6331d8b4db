package org.skypool.jobs.bench;

import java.io.IOException;

/** Something that is measured and gives a table. */
@FunctionalInterface
public interface BenchSection {

  /**
   * Measures.
   *
   * @throws IOException if a program or a JVM that is measured too cannot be run
   */
  BenchTable measure() throws IOException, InterruptedException;
}

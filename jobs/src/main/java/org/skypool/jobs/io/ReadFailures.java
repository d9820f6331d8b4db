package org.skypool.jobs.io;

import java.io.EOFException;
import java.io.IOException;
import org.apache.spark.SparkThrowable;

/** Tells a file that cannot be read from a fault of the program. */
final class ReadFailures {
  private ReadFailures() {}

  /**
   * The exception to throw for what an action of Spark threw: {@link UnusableInputException} when the
   * file is damaged, else what was thrown.
   */
  static RuntimeException translate(String given, Exception thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause() == at ? null : at.getCause()) {
      if (at instanceof UnusableInputException refused) {
        return refused;
      }
      if (at instanceof EOFException) {
        return new UnusableInputException(
            "catalog.path = " + given + " ends too early: it is truncated", thrown);
      }
      if (Storage.isFull(at)) {
        break;
      }
      if (at instanceof IOException || isReadFailure(at)) {
        return InputFiles.cannotRead(given, thrown);
      }
    }
    return thrown instanceof RuntimeException fault ? fault : new IllegalStateException(thrown);
  }

  private static boolean isReadFailure(Throwable thrown) {
    boolean isSpark =
        thrown instanceof SparkThrowable spark
            && spark.getCondition() != null
            && (spark.getCondition().startsWith("FAILED_READ_FILE")
                || spark.getCondition().startsWith("CANNOT_READ_FILE"));
    return isSpark || thrown.getClass().getName().startsWith("org.apache.parquet.");
  }
}

package org.skypool.jobs.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.spark.SparkThrowable;

/** Tells a file that cannot be read from a fault of the program. */
final class ReadFailures {
  private ReadFailures() {}

  /**
   * The exception to throw for what an action of Spark threw: {@link UnusableInputException} when
   * the file is damaged, else what was thrown.
   */
  static RuntimeException translate(String given, Exception thrown) {
    if (thrown instanceof UnusableInputException refused) {
      return refused;
    }
    if (anyCause(thrown, EOFException.class::isInstance)) {
      return new UnusableInputException(
          "catalog.path = " + given + " ends too early: it is truncated", thrown);
    }
    boolean isUnreadable = anyCause(thrown, at -> at instanceof IOException || isReadFailure(at));
    if (isUnreadable && !anyCause(thrown, Storage::isFull)) {
      return InputFiles.cannotRead(given, thrown);
    }
    return thrown instanceof RuntimeException fault ? fault : new IllegalStateException(thrown);
  }

  private static boolean anyCause(Throwable thrown, Predicate<Throwable> test) {
    for (Throwable at = thrown; at != null; at = at.getCause() == at ? null : at.getCause()) {
      if (test.test(at)) {
        return true;
      }
    }
    return false;
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

package org.skypool.jobs.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/** Tells a file that cannot be read from a fault of the program. */
final class ReadFailures {
  private static final String TRUNCATED = "ends too early: it is truncated";

  private ReadFailures() {}

  /**
   * The exception to throw for what an action of Spark threw: {@link UnusableInputException} when
   * the file is damaged, else what was thrown.
   */
  static RuntimeException translate(SourceTable source, Exception thrown) {
    return translate(source.origin(), thrown);
  }

  /**
   * The same, for input that is not open yet.
   *
   * @param origin key and value that name it
   */
  static RuntimeException translate(String origin, Exception thrown) {
    Optional<Throwable> refused = cause(thrown, UnusableInputException.class::isInstance);
    if (refused.isPresent()) {
      return (UnusableInputException) refused.get();
    }
    String where =
        origin + file(thrown).filter(f -> !origin.endsWith(f)).map(f -> ": " + f).orElse("");
    if (cause(thrown, EOFException.class::isInstance).isPresent()) {
      return new UnusableInputException(where + " " + TRUNCATED, thrown);
    }
    boolean isUnreadable =
        cause(thrown, at -> at instanceof IOException || isReadFailure(at)).isPresent();
    if (isUnreadable && cause(thrown, Storage::isFull).isEmpty()) {
      return new UnusableInputException(
          where + " cannot be read: " + Storage.reason(thrown), thrown);
    }
    return thrown instanceof RuntimeException fault ? fault : new IllegalStateException(thrown);
  }

  /** The one line for a file that ends too early. */
  static UnusableInputException truncated(String shown, Throwable cause) {
    return new UnusableInputException("catalog.path = " + shown + " " + TRUNCATED, cause);
  }

  /** The file that Spark says it could not read, as a path where it is local. */
  private static Optional<String> file(Throwable thrown) {
    return cause(thrown, at -> path(at) != null).map(at -> Storage.plain(new Path(path(at))));
  }

  private static String path(Throwable thrown) {
    return thrown instanceof SparkThrowable spark && isReadFailure(thrown)
        ? spark.getMessageParameters().get("path")
        : null;
  }

  private static Optional<Throwable> cause(Throwable thrown, Predicate<Throwable> test) {
    for (Throwable at = thrown; at != null; at = at.getCause() == at ? null : at.getCause()) {
      if (test.test(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
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

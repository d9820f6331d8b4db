package org.skypool.jobs.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.inference.UnusableSurveyException;
import org.skypool.core.plugin.UserClassException;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.io.UnusableInputException;

/**
 * Turns a failure into an exit code and one line. Spark wraps what failed in a task; the chain of
 * causes is searched for the outermost failure of a known kind, then for a full disk, then for an
 * input or output error; what is left is named by the outermost failure's class and first line.
 */
public final class ExceptionTranslator {
  /** Characters of the longest message that is shown whole. */
  private static final int LONGEST = 1_200;

  private final List<KnownFailure> known;

  /**
   * A kind of failure whose message was written for users.
   *
   * @param type its class, subclasses included
   * @param exitCode one of {@link ExitCode}
   */
  public record KnownFailure(Class<? extends Throwable> type, int exitCode) {}

  /**
   * How a command ends.
   *
   * @param exitCode one of {@link ExitCode}
   * @param line one line for the error stream
   */
  public record Outcome(int exitCode, String line) {}

  private ExceptionTranslator(List<KnownFailure> known) {
    this.known = known;
  }

  /** The kinds of failure the configuration and the readers make. */
  public static ExceptionTranslator standard() {
    return new ExceptionTranslator(
        List.of(
            new KnownFailure(ConfigException.class, ExitCode.REFUSED),
            new KnownFailure(UserClassException.class, ExitCode.REFUSED),
            new KnownFailure(UnusableInputException.class, ExitCode.UNUSABLE_INPUT),
            new KnownFailure(UnusableSurveyException.class, ExitCode.UNUSABLE_INPUT)));
  }

  /** The same, with one more kind. */
  public ExceptionTranslator with(Class<? extends Throwable> type, int exitCode) {
    List<KnownFailure> longer = new ArrayList<>(known);
    longer.add(new KnownFailure(type, exitCode));
    return new ExceptionTranslator(List.copyOf(longer));
  }

  /** The outcome of a failure. */
  public Outcome translate(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable link : chain) {
      for (KnownFailure kind : known) {
        if (kind.type().isInstance(link)) {
          return new Outcome(kind.exitCode(), whole(link));
        }
      }
    }
    Optional<Throwable> full = chain.stream().filter(ExceptionTranslator::isDiskFull).findFirst();
    if (full.isPresent()) {
      return new Outcome(ExitCode.FAILED, "disk full: " + firstLine(full.get()));
    }
    Throwable named =
        chain.stream()
            .filter(link -> link instanceof IOException)
            .findFirst()
            .or(() -> chain.stream().filter(OutOfMemoryError.class::isInstance).findFirst())
            .orElse(failure);
    boolean kindSaysNothing = named.getClass() == IOException.class && named.getMessage() != null;
    return new Outcome(
        ExitCode.FAILED, (kindSaysNothing ? "" : kind(named) + ": ") + firstLine(named));
  }

  private static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure; link != null && seen.add(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }

  private static boolean isDiskFull(Throwable link) {
    boolean output = link instanceof IOException || link instanceof UncheckedIOException;
    String message = link.getMessage();
    return output
        && message != null
        && (message.contains("No space left on device")
            || message.contains("not enough space on the disk")
            || message.contains("Disk quota exceeded"));
  }

  private static String kind(Throwable link) {
    if (link instanceof NoSuchFileException || link instanceof FileNotFoundException) {
      return "no such file";
    }
    if (link instanceof AccessDeniedException) {
      return "access denied";
    }
    if (link instanceof FileSystemException) {
      return "file system";
    }
    return link instanceof OutOfMemoryError ? "out of memory" : link.getClass().getSimpleName();
  }

  private static String whole(Throwable link) {
    String message = link.getMessage();
    return message == null ? kind(link) : shortened(message.replaceAll("\\s*\\R\\s*", " ").strip());
  }

  private static String firstLine(Throwable link) {
    String message = link.getMessage();
    return message == null || message.isBlank()
        ? "no further message"
        : shortened(message.strip().lines().findFirst().orElseThrow().strip());
  }

  /** Beginning and end of a message that quotes something very long. */
  private static String shortened(String line) {
    return line.length() <= LONGEST
        ? line
        : line.substring(0, LONGEST / 2) + " ... " + line.substring(line.length() - LONGEST / 4);
  }
}

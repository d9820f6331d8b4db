package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.skypool.jobs.cli.ExceptionTranslator.Outcome;
import org.skypool.jobs.config.ConfigException;

class ExceptionTranslatorTest {
  private final ExceptionTranslator translator = ExceptionTranslator.standard();

  @Test
  void theOutermostKnownFailureWins() {
    Throwable chain = new RuntimeException("task", new ConfigException("a = 1: must be 2\n  or 3"));
    assertEquals(new Outcome(2, "a = 1: must be 2 or 3"), translator.translate(chain));
  }

  @Test
  void moreKindsCanBeAdded() {
    Throwable failure = new RuntimeException(new ArithmeticException("unbalanced"));
    assertEquals(1, translator.translate(failure).exitCode());
    assertEquals(
        new Outcome(2, "unbalanced"),
        translator.with(ArithmeticException.class, ExitCode.REFUSED).translate(failure));
  }

  @Test
  void fullDiskIsNamed() {
    Throwable failure =
        new RuntimeException(
            "Job aborted", new IOException("out/draws/a.parquet: No space left on device"));
    assertEquals(
        new Outcome(1, "disk full: out/draws/a.parquet: No space left on device"),
        translator.translate(failure));
  }

  @Test
  void otherInputAndOutputErrors() {
    assertEquals(
        new Outcome(1, "broken pipe"),
        translator.translate(new UncheckedIOException(new IOException("broken pipe\nmore"))));
    assertEquals(
        new Outcome(1, "no such file: a.csv"),
        translator.translate(new RuntimeException(new FileNotFoundException("a.csv"))));
    assertEquals(
        new Outcome(1, "access denied: out"),
        translator.translate(new UncheckedIOException(new AccessDeniedException("out"))));
  }

  @Test
  void aFailureWithoutAMessageOrWithACycleStillEnds() {
    assertEquals(
        new Outcome(1, "NullPointerException: no further message"),
        translator.translate(new NullPointerException()));
    RuntimeException first = new RuntimeException("first");
    first.initCause(new RuntimeException("second", first));
    assertEquals(new Outcome(1, "RuntimeException: first"), translator.translate(first));
  }
}

package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand mutated configurations and catalogues: no stack trace, no exit code but 0, 2, 3 and
 * 4, no hang, no answer that is called trusted and is none. {@code -Dskypool.fuzz.first=N} and
 * {@code -Dskypool.fuzz.cases=M} choose others.
 */
@Tag("nightly")
class FuzzNightlyTest {
  private static final int CASES = 2_000;

  @TempDir Path folder;

  /** What is mutated is in order itself. */
  @Test
  void unharmed() throws Exception {
    assertEquals(List.of(), new FuzzRunner(folder).run(new FuzzCases(folder).unharmed()));
  }

  @Test
  void mutated() throws Exception {
    int first = Integer.getInteger("skypool.fuzz.first", 0);
    int number = Integer.getInteger("skypool.fuzz.cases", CASES);
    FuzzCases cases = new FuzzCases(folder);
    FuzzRunner runner = new FuzzRunner(folder);
    List<String> defects =
        runner.run(IntStream.range(first, first + number).mapToObj(cases::number).toList());
    System.out.println("fuzzed: " + runner.counts());
    assertEquals("", String.join("\n\n", defects), runner.counts().toString());
  }
}

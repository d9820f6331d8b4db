package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with a configuration or a catalogue, the program says so in one line and ends
 * as promised. The first of the cases of {@link FuzzNightlyTest}, most of them only checked.
 */
class FuzzTest {
  private static final int CASES = 60;

  @TempDir Path folder;

  @Test
  void firstCases() throws Exception {
    FuzzCases cases = new FuzzCases(folder);
    FuzzRunner runner = new FuzzRunner(folder);
    assertEquals(List.of(), runner.run(IntStream.range(0, CASES).mapToObj(cases::number).toList()));
  }
}

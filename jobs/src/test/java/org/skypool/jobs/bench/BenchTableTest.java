package org.skypool.jobs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {
  private static final BenchTable TABLE =
      new BenchTable(
          "fit",
          "Title",
          List.of("passes", "seconds by the clock"),
          List.of(
              new BenchTable.Row("a, b", 12345, 0.123),
              new BenchTable.Row("c", Double.NaN, 150.27)),
          List.of("Note."));

  @Test
  void textIsAligned() {
    assertEquals(
        """
        Title

                  passes  seconds by the clock
        a, b      12,345                  0.12
        c              -                 150.3
        Note.

        """,
        TABLE.text());
  }

  @Test
  void csvHasOneLinePerNumber() {
    assertEquals(
        List.of(
            "fit,\"a, b\",\"passes\",12345.0",
            "fit,\"a, b\",\"seconds by the clock\",0.123",
            "fit,\"c\",\"seconds by the clock\",150.27"),
        TABLE.csv());
  }
}

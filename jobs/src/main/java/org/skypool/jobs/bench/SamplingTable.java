package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.List;

/** How many objects a core samples. */
final class SamplingTable {
  private SamplingTable() {}

  static BenchTable measured() {
    List<BenchTable.Row> rows = new ArrayList<>();
    for (int[] size : new int[][] {{1, 64}, {2, 128}, {3, 128}}) {
      SamplingTimes times = SamplingTimes.measure(size[0], size[1]);
      rows.add(
          new BenchTable.Row(
              "%d theta%s, K = %d".formatted(size[0], size[0] == 1 ? "" : "s", size[1]),
              times.interimRound(),
              times.informedRound(),
              times.bothRounds()));
    }
    return new BenchTable(
        "sampling",
        "Objects sampled per second of CPU time, Gaussian errors, a normal population",
        List.of("interim round", "informed round", "both rounds"),
        rows,
        List.of());
  }
}

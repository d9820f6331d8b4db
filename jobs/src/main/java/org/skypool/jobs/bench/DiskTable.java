package org.skypool.jobs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How fast a core writes draws, and how large they are on disk. */
final class DiskTable {
  private DiskTable() {}

  static BenchTable measured() throws IOException {
    List<BenchTable.Row> rows = new ArrayList<>();
    for (int[] size : new int[][] {{1, 64}, {1, 256}, {5, 64}}) {
      TableTimes times = TableTimes.measure(size[0], size[1]);
      rows.add(
          new BenchTable.Row(
              "%d theta%s, K = %d".formatted(size[0], size[0] == 1 ? "" : "s", size[1]),
              times.megabytesPerSecond(),
              times.bytesPerObject(),
              times.declaredBytesPerObject(),
              times.bytesPerObject() / (1.15 * times.declaredBytesPerObject() + 100)));
    }
    return new BenchTable(
        "disk",
        "Draws tables of random numbers: MB written per second of CPU time, bytes per object",
        List.of("MB/s", "on disk", "declared", "of allowed"),
        rows,
        List.of("Allowed are 1.15 times the declared widths and 100 bytes per object."));
  }
}

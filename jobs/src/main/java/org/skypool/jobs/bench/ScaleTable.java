package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a draw costs where objects are few or many and their draws too. */
final class ScaleTable {
  private static final int TRIALS = 3;

  private ScaleTable() {}

  static BenchTable measured() {
    KernelTimes.warmUp(SchechterDraws.of(128, 64));
    List<BenchTable.Row> rows = new ArrayList<>();
    for (int perObject : List.of(8, 16, 64, 100, 256, 1024, 4096)) {
      rows.add(row(262_144 / perObject, perObject));
    }
    for (int objects : List.of(100, 1000, 10_000, 30_000)) {
      rows.add(row(objects, 64));
    }
    return new BenchTable(
        "scale",
        "Nanoseconds per draw and vector by N objects of K draws: Schechter population, 64 vectors"
            + " per pass, one thread",
        List.of("value", "gradient"),
        rows,
        List.of());
  }

  private static BenchTable.Row row(int objects, int perObject) {
    KernelTimes times = KernelTimes.of(SchechterDraws.of(objects, perObject), TRIALS);
    return new BenchTable.Row(
        String.format(Locale.ROOT, "N = %,d, K = %,d", objects, perObject),
        times.value(),
        times.gradient());
  }
}

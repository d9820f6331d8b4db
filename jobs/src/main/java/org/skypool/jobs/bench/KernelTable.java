package org.skypool.jobs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.skypool.core.math.BlockMath;

/**
 * What the population likelihood costs per draw on one thread, beside plain C on the same draws,
 * the two taking turns: from draws that fit a second-level cache to draws from memory. With few
 * draws the terms of a vector alone, such as the normalisation of the density, show too; C leaves
 * them out.
 */
final class KernelTable {
  static final int POINTS = 64;
  static final List<Integer> OBJECTS = List.of(128, 512, 4096, 50_000);

  static final List<String> COLUMNS =
      List.of("value", "C", "ratio", "gradient", "C gradient", "ratio");

  private static final int TURNS = 4;

  private KernelTable() {}

  static BenchTable measured() throws IOException, InterruptedException {
    List<BenchTable.Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    notes.add(
        "At every size Skypool keeps 1,024 draws in the second-level cache (about 60 KiB) while 64"
            + " vectors meet them;");
    notes.add("C passes over all draws (24 bytes each) once per vector.");
    try (CompiledReference reference = CompiledReference.compile()) {
      notes.addAll(reference.notes());
      KernelTimes.warmUp(SchechterDraws.of(OBJECTS.get(0), POINTS));
      for (int objects : OBJECTS) {
        SchechterDraws draws = SchechterDraws.of(objects, POINTS);
        KernelTimes own = KernelTimes.of(draws, 1);
        Optional<KernelTimes> c = reference.run(draws, 1);
        for (int turn = 1; turn < TURNS; turn++) {
          own = own.best(KernelTimes.of(draws, 1));
          c = KernelTimes.best(c, reference.run(draws, 1));
        }
        rows.add(row(draws, own, c));
      }
    }
    return new BenchTable(
        "kernel",
        "Nanoseconds per draw and vector: Schechter population, "
            + POINTS
            + " draws per object, 64 vectors per pass, one thread, "
            + BlockMath.implementation(),
        COLUMNS,
        rows,
        notes);
  }

  static BenchTable.Row row(SchechterDraws draws, KernelTimes own, Optional<KernelTimes> c) {
    double value = c.map(KernelTimes::value).orElse(Double.NaN);
    double gradient = c.map(KernelTimes::gradient).orElse(Double.NaN);
    return new BenchTable.Row(
        String.format(Locale.ROOT, "%,d draws", draws.mass().length),
        own.value(),
        value,
        own.value() / value,
        own.gradient(),
        gradient,
        own.gradient() / gradient);
  }
}

package org.skypool.jobs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skypool.core.likelihood.LocalEvaluator;

/**
 * A whole fit of given draws beside what its likelihood evaluations would cost in C if each were
 * computed over all draws: {@value #GRADIENTS} gradients to find the mode and {@value #VALUES}
 * values to sample around it.
 */
final class GivenDrawsTable {
  private static final int GRADIENTS = 15;
  private static final int VALUES = 1400;
  private static final int PER_OBJECT = 100;
  private static final List<Integer> OBJECTS = List.of(10_000, 100_000);

  /** Bytes of heap per draw that a fit and the draws handed to C need together. */
  private static final long BYTES_PER_DRAW = 160;

  private GivenDrawsTable() {}

  static BenchTable measured() throws IOException, InterruptedException {
    List<BenchTable.Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (CompiledReference reference = CompiledReference.compile()) {
      notes.addAll(reference.notes());
      KernelTimes.warmUp(SchechterDraws.of(128, PER_OBJECT));
      for (int objects : OBJECTS) {
        long needed = BYTES_PER_DRAW * PER_OBJECT * objects;
        if (needed > Runtime.getRuntime().maxMemory()) {
          notes.add(
              String.format(
                  Locale.ROOT,
                  "N = %,d left out: it needs a heap of %,d MB (SKYPOOL_HEAP)",
                  objects,
                  needed >> 20));
        } else {
          rows.add(row(objects, reference));
        }
      }
    }
    return new BenchTable(
        "draws",
        "A fit of given draws to 1,000 effective draws: Schechter mock, K = 100, one thread, beside C"
            + " doing "
            + GRADIENTS
            + " gradients and "
            + VALUES
            + " values",
        List.of("passes", "vectors", "CPU s", "C, CPU s", "ratio"),
        rows,
        notes);
  }

  private static BenchTable.Row row(int objects, CompiledReference reference)
      throws IOException, InterruptedException {
    SchechterDraws draws = SchechterDraws.mock(objects, PER_OBJECT);
    double c =
        reference
            .run(draws, 1)
            .map(t -> 1e-9 * draws.mass().length * (GRADIENTS * t.gradient() + VALUES * t.value()))
            .orElse(Double.NaN);
    try (LocalEvaluator evaluator = draws.evaluator()) {
      TimedFit fit = TimedFit.of(SchechterDraws.model(), evaluator);
      return new BenchTable.Row(
          String.format(Locale.ROOT, "N = %,d", objects),
          fit.result().passes(),
          fit.result().evaluations(),
          fit.cpuSeconds(),
          c,
          fit.cpuSeconds() / c);
    }
  }
}

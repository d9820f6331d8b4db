package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.likelihood.LocalEvaluator;

/** Bytes that a draw occupies in memory. */
final class MemoryTable {
  /** So many that what other threads of this JVM let go meanwhile is little beside them. */
  private static final int OBJECTS = 40_000;

  private static final int POINTS = 64;

  /** Bytes between two collections that say that the second found nothing. */
  private static final long SETTLED = 1L << 16;

  private static final int MOST_COLLECTIONS = 20;

  private static final List<String> DENSITIES =
      List.of(
          "schechter",
          "schechter, slope and knee linear in z",
          "normal",
          "mixture of two normals",
          "gamma");

  private MemoryTable() {}

  static BenchTable measured() {
    List<BenchTable.Row> rows = new ArrayList<>();
    for (String density : DENSITIES) {
      DensityModels.Entry entry = DensityModels.all().get(density);
      long before = used();
      ModelDraws draws = entry.draws(OBJECTS, POINTS);
      long with = used();
      try (LocalEvaluator evaluator = draws.evaluator(1)) {
        long bound = used();
        double n = evaluator.draws();
        rows.add(new BenchTable.Row(density, (with - before) / n, (bound - with) / n));
      }
    }
    return new BenchTable(
        "memory",
        "Bytes per draw: what is given (a value, a weight and an interim density per draw), and what"
            + " the evaluator keeps beside it",
        List.of("given", "kept"),
        rows,
        List.of());
  }

  /** Bytes in use after collections, until another one finds nothing more. */
  private static long used() {
    long used = collected();
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      long again = collected();
      if (Math.abs(again - used) <= SETTLED) {
        return again;
      }
      used = again;
    }
    return used;
  }

  private static long collected() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

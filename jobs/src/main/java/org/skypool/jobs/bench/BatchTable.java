package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.skypool.core.likelihood.LocalEvaluator;

/** What a vector costs when few or many meet the draws in one pass. */
final class BatchTable {
  private static final int OBJECTS = 20_000;
  private static final int POINTS = 64;
  private static final int TRIALS = 3;
  private static final double TRIAL_SECONDS = 0.2;

  private BatchTable() {}

  static BenchTable measured() {
    List<BenchTable.Row> rows = new ArrayList<>();
    SchechterDraws draws = SchechterDraws.of(OBJECTS, POINTS);
    KernelTimes.warmUp(draws);
    try (LocalEvaluator evaluator = draws.evaluator()) {
      for (int batch : List.of(1, 4, 16, 64)) {
        double[][] vectors = Arrays.copyOf(SchechterDraws.vectors(), batch);
        double work = (double) draws.mass().length * batch;
        double value = PassTimer.best(() -> evaluator.values(vectors)[0], TRIALS, TRIAL_SECONDS);
        double gradient =
            PassTimer.best(() -> evaluator.gradients(vectors).values()[0], TRIALS, TRIAL_SECONDS);
        rows.add(new BenchTable.Row(batch + " vectors", value / work, gradient / work));
      }
    }
    return new BenchTable(
        "batch",
        "Nanoseconds per draw and vector by vectors per pass: Schechter population, 1,280,000 draws"
            + " from memory, one thread",
        List.of("value", "gradient"),
        rows,
        List.of());
  }
}

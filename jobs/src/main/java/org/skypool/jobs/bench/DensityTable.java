package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skypool.core.likelihood.LocalEvaluator;

/** What a draw costs under different densities, on one thread. */
final class DensityTable {
  private static final int OBJECTS = 1000;
  private static final int POINTS = 64;
  private static final int TRIALS = 3;
  private static final double TRIAL_SECONDS = 0.1;
  private static final double WARM_UP_SECONDS = 0.6;

  private DensityTable() {}

  static BenchTable measured() {
    List<BenchTable.Row> rows = new ArrayList<>();
    for (Map.Entry<String, DensityModels.Entry> entry : DensityModels.all().entrySet()) {
      ModelDraws draws = entry.getValue().draws(OBJECTS, POINTS);
      double[][] vectors = draws.vectors();
      double work = (double) draws.draws() * vectors.length;
      try (LocalEvaluator evaluator = draws.evaluator(1)) {
        PassTimer.warmUp(() -> evaluator.values(vectors)[0], WARM_UP_SECONDS);
        PassTimer.warmUp(() -> evaluator.gradients(vectors).values()[0], WARM_UP_SECONDS);
        double value = PassTimer.best(() -> evaluator.values(vectors)[0], TRIALS, TRIAL_SECONDS);
        double gradient =
            PassTimer.best(() -> evaluator.gradients(vectors).values()[0], TRIALS, TRIAL_SECONDS);
        rows.add(new BenchTable.Row(entry.getKey(), value / work, gradient / work));
      }
    }
    return new BenchTable(
        "density",
        "Nanoseconds per draw and vector by density: 64,000 draws of 1,000 objects, one thread",
        List.of("value", "gradient"),
        rows,
        List.of("z is a covariate, different for every object."));
  }
}

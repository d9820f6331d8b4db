package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.likelihood.LocalEvaluator;

/** Passes over the draws, and seconds, to 1,000 effective draws of the hyperposterior. */
final class FitTable {
  private static final int OBJECTS = 2000;
  private static final int POINTS = 64;

  private FitTable() {}

  static BenchTable measured() {
    List<BenchTable.Row> rows = new ArrayList<>();
    for (Map.Entry<String, ModelDraws> problem : problems().entrySet()) {
      ModelDraws draws = problem.getValue();
      try (LocalEvaluator evaluator = draws.evaluator(1)) {
        TimedFit fit = TimedFit.of(draws.model(), evaluator);
        rows.add(
            new BenchTable.Row(
                problem.getKey(),
                draws.model().hyperprior().dimension(),
                fit.result().modePasses(),
                fit.result().samplingPasses(),
                fit.result().evaluations(),
                fit.result().posterior().effective(),
                fit.result().posterior().khat(),
                fit.cpuSeconds()));
      }
    }
    return new BenchTable(
        "fit",
        "To 1,000 effective draws of the hyperposterior: 2,000 objects of 64 draws, one thread",
        List.of(
            "dimension",
            "mode passes",
            "sampling passes",
            "vectors",
            "effective",
            "k-hat",
            "CPU s"),
        rows,
        List.of("Vectors per pass: up to 64. CPU seconds include the compiler's."));
  }

  /** Draws from the likelihood of each object under a truth of the hyperparameters. */
  private static Map<String, ModelDraws> problems() {
    Map<String, ModelDraws> problems = new LinkedHashMap<>();
    problems.put(
        "normal",
        ModelDraws.of(
            "normal(mu, sd)",
            DensityModels.hyperpriors("mu = normal(0, 3); sd = half_normal(2)"),
            (z, group, rng) -> 1 + 0.8 * Gauss.of(rng),
            0.4,
            false,
            OBJECTS,
            POINTS));
    problems.put(
        "mixture of two normals",
        ModelDraws.of(
            "mix(w, normal(mu, sd), normal(mu + gap, sd2))",
            DensityModels.hyperpriors(
                "w = uniform(0, 1); mu = normal(0, 2); gap = half_normal(4);"
                    + " sd = half_normal(2); sd2 = half_normal(2)"),
            (z, group, rng) -> rng.nextDouble() < 0.6 ? 0.7 * Gauss.of(rng) : 3 + Gauss.of(rng),
            0.4,
            false,
            OBJECTS,
            POINTS));
    problems.put(
        "normal, mean by group of 19",
        ModelDraws.of(
            "normal(mu[group], sd)",
            DensityModels.hyperpriors("mu[group] = normal(0, 3); sd = half_normal(2)"),
            (z, group, rng) -> 0.2 * group - 2 + 0.8 * Gauss.of(rng),
            0.4,
            false,
            OBJECTS,
            POINTS));
    return problems;
  }
}

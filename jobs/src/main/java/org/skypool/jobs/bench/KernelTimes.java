package org.skypool.jobs.bench;

import java.util.function.Supplier;
import org.skypool.core.likelihood.LocalEvaluator;

/**
 * Nanoseconds per draw and hyperparameter vector of the population likelihood on one thread, the
 * best of several trials.
 *
 * @param value values only
 * @param gradient values and gradients
 * @param sums by the first vector: the log likelihood and its derivatives by slope and knee
 */
record KernelTimes(double value, double gradient, double[] sums) {
  private static final int TRIALS = 7;
  private static final double TRIAL_SECONDS = 0.2;
  private static final double WARM_UP_SECONDS = 3;

  /** Measures. */
  static KernelTimes of(SchechterDraws draws) {
    double[][] vectors = SchechterDraws.vectors();
    try (LocalEvaluator evaluator = draws.evaluator()) {
      double work = (double) draws.mass().length * vectors.length;
      double value = best(() -> evaluator.values(vectors)[0]) / work;
      double gradient = best(() -> evaluator.gradients(vectors).values()[0]) / work;
      return new KernelTimes(value, gradient, draws.sums());
    }
  }

  /** Nanoseconds of one pass. */
  private static double best(Supplier<Double> pass) {
    nanoseconds(pass, WARM_UP_SECONDS);
    double best = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < TRIALS; trial++) {
      best = Math.min(best, nanoseconds(pass, TRIAL_SECONDS));
    }
    return best;
  }

  private static double nanoseconds(Supplier<Double> pass, double seconds) {
    long start = System.nanoTime();
    int passes = 0;
    long taken;
    do {
      if (pass.get().isNaN()) {
        throw new IllegalStateException("the population likelihood is not a number");
      }
      passes++;
      taken = System.nanoTime() - start;
    } while (taken < 1e9 * seconds);
    return (double) taken / passes;
  }
}

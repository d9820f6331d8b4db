package org.skypool.jobs.bench;

import java.util.Optional;
import org.skypool.core.likelihood.LocalEvaluator;

/**
 * Nanoseconds of CPU time per draw and hyperparameter vector of the population likelihood on one
 * thread.
 *
 * @param value values only
 * @param gradient values and gradients
 * @param sums by the first vector: the log likelihood and its derivatives by slope and knee
 */
record KernelTimes(double value, double gradient, double[] sums) {
  private static final double TRIAL_SECONDS = 0.2;
  private static final double WARM_UP_SECONDS = 1.5;

  /** Runs until the compiler has done its work. */
  static void warmUp(SchechterDraws draws) {
    double[][] vectors = SchechterDraws.vectors();
    try (LocalEvaluator evaluator = draws.evaluator()) {
      PassTimer.warmUp(() -> evaluator.values(vectors)[0], WARM_UP_SECONDS);
      PassTimer.warmUp(() -> evaluator.gradients(vectors).values()[0], WARM_UP_SECONDS);
    }
  }

  /** Measures; the best of so many trials. */
  static KernelTimes of(SchechterDraws draws, int trials) {
    double[][] vectors = SchechterDraws.vectors();
    try (LocalEvaluator evaluator = draws.evaluator()) {
      double work = (double) draws.mass().length * vectors.length;
      double value = PassTimer.best(() -> evaluator.values(vectors)[0], trials, TRIAL_SECONDS);
      double gradient =
          PassTimer.best(() -> evaluator.gradients(vectors).values()[0], trials, TRIAL_SECONDS);
      return new KernelTimes(value / work, gradient / work, draws.sums());
    }
  }

  /** The smaller of each time. */
  KernelTimes best(KernelTimes other) {
    return new KernelTimes(Math.min(value, other.value), Math.min(gradient, other.gradient), sums);
  }

  /** The same of times that may both be absent. */
  static Optional<KernelTimes> best(Optional<KernelTimes> one, Optional<KernelTimes> other) {
    return one.map(times -> times.best(other.orElseThrow()));
  }
}

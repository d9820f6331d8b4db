package org.skypool.core.inference;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.skypool.core.object.ObjectBlock;

/**
 * Rounds as of a user who sets nothing but the effective draws, on one thread, and the exact answer
 * where the marginal likelihood is known.
 */
final class WholeRun {
  private static final long SEED = 1;

  private WholeRun() {}

  static Rounds.Outcome of(SurveyProblem problem, ObjectBlock objects, int effective) {
    return of(problem, objects, RoundSettings.of(problem, effective, SEED));
  }

  static Rounds.Outcome of(SurveyProblem problem, ObjectBlock objects, RoundSettings settings) {
    return Rounds.of(problem, LocalSurvey.of(problem, List.of(objects), 1), settings).run();
  }

  /** Moments of as many draws from the exact marginal likelihood, sampled around what was found. */
  static ExactMoments exact(
      SurveyProblem problem,
      ToDoubleFunction<double[]> marginal,
      Rounds.Outcome found,
      int effective) {
    return ExactMoments.of(
        MarginalPosterior.sample(
            marginal,
            problem.population().hyperprior(),
            found.posterior().shape(),
            effective,
            SEED));
  }
}

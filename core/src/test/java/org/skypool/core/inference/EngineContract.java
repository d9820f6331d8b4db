package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine owes on small problems: means within 0.05 posterior sd + 4 Monte Carlo standard
 * errors of the exact ones, or of those of the reweighting engine where none are known, and sds
 * within 5 % + 4 standard errors.
 */
abstract class EngineContract {
  static final int EFFECTIVE = 2_000;
  static final long SEED = 4;

  /** The hyperposterior of a problem with {@link #EFFECTIVE} effective draws. */
  abstract Hyperposterior infer(EngineProblem problem);

  /** The engine of sampling and reweighting, in rounds. */
  static Hyperposterior reweight(EngineProblem problem) {
    SurveyProblem survey = problem.model().problem();
    return Rounds.of(
            survey,
            LocalSurvey.of(survey, List.of(problem.objects()), 1),
            RoundSettings.of(survey, EFFECTIVE, SEED))
        .run()
        .posterior();
  }

  static Stream<EngineProblem> problems() {
    return Stream.of(
        EngineProblem.eightSchools(),
        EngineProblem.normal(),
        EngineProblem.proportions(),
        EngineProblem.line(),
        EngineProblem.repeated());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void hyperparameters(EngineProblem problem, TestReporter reporter) {
    Hyperposterior found = infer(problem);
    int d = problem.hyperparameters().size();
    double[] mean = new double[d];
    double[] sd = new double[d];
    double[] variance = new double[d];
    double[] relative = new double[d];
    if (problem.exact().isPresent()) {
      mean = problem.exact().get()[0];
      sd = problem.exact().get()[1];
    } else {
      Hyperposterior other = reweight(problem);
      for (int j = 0; j < d; j++) {
        mean[j] = other.mean()[j];
        sd[j] = other.sd(j);
        variance[j] = square(other.summaries().get(j).mcseMean());
        relative[j] = relativeVariance(other.summaries().get(j));
      }
    }
    for (int j = 0; j < d; j++) {
      Hyperposterior.Summary own = found.summaries().get(j);
      String figures =
          String.format(
              Locale.ROOT,
              "%s %s: %.5f +- %.5f, expected %.5f +- %.5f; off by %+.4f sd, width %.4f, %s, ESS %.0f",
              problem,
              problem.hyperparameters().get(j),
              own.mean(),
              own.sd(),
              mean[j],
              sd[j],
              (own.mean() - mean[j]) / sd[j],
              own.sd() / sd[j],
              found.sampler(),
              own.essBulk());
      reporter.publishEntry(figures);
      double error = Math.sqrt(variance[j] + square(own.mcseMean()));
      assertEquals(mean[j], own.mean(), 0.05 * sd[j] + 4 * error, figures);
      double spread = Math.sqrt(relative[j] + relativeVariance(own));
      assertEquals(1, own.sd() / sd[j], 0.05 + 4 * spread, figures);
      assertTrue(own.essBulk() >= 0.9 * EFFECTIVE, figures);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  private static double relativeVariance(Hyperposterior.Summary summary) {
    return 1 / (2 * Math.min(summary.essBulk(), summary.essTail()));
  }
}

package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.diagnostics.RankStatistic;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.random.Streams;

/**
 * One mock survey of a simulation-based calibration, in memory: hyperparameters from the
 * hyperprior, objects drawn and selected by {@link MockObjects}, fitted in rounds like any survey,
 * and the rank of every true hyperparameter among {@value #DRAWS} nearly independent draws of its
 * hyperposterior.
 *
 * <p>If model and code agree and the estimator is exact, ranks are uniform (Talts et al. 2018,
 * arXiv:1804.06788). A mock depends on the seed, the set and its number only.
 */
public final class MockCalibration {

  /** L, the number of draws a truth is ranked among; L + 1 ranks fall into 20 bins of 20. */
  public static final int DRAWS = 399;

  private final SurveyProblem problem;
  private final Source source;
  private final RoundSettings settings;

  /** Where mocks come from; the same seed gives the same mock. */
  public interface Source {
    /** Hyperparameters drawn from the hyperprior, in the order of the problem. */
    double[] truth(long seed);

    /** Detected objects of a population with these hyperparameters. */
    ObjectBlock survey(double[] truth, long seed);
  }

  /**
   * What a mock gave.
   *
   * @param truth hyperparameters it was drawn with
   * @param ranks one per hyperparameter, 0 .. {@value #DRAWS}
   * @param outcome its fit
   */
  public record Result(double[] truth, int[] ranks, Rounds.Outcome outcome) {}

  /** Plans mocks whose objects have one measurement each. */
  public MockCalibration(
      SurveyProblem problem,
      MockCovariates covariates,
      ColumnCut cut,
      int objects,
      RoundSettings settings) {
    this(problem, covariates, Optional.empty(), cut, objects, settings);
  }

  /**
   * Calibrates with mocks drawn from the problem's own samplers.
   *
   * @param observations of every object; empty where it is measured once
   * @param cut on the columns
   * @param objects detected objects per mock
   * @param settings of the rounds; its seed is the calibration's
   */
  public MockCalibration(
      SurveyProblem problem,
      MockCovariates covariates,
      Optional<MockObservations> observations,
      ColumnCut cut,
      int objects,
      RoundSettings settings) {
    this(
        problem,
        new MockSource(problem, covariates, observations, cut, OptionalInt.of(objects)),
        settings);
  }

  /**
   * Calibrates with mocks from elsewhere.
   *
   * @param settings of the rounds; its seed is the calibration's
   */
  public MockCalibration(SurveyProblem problem, Source source, RoundSettings settings) {
    this.problem = problem;
    this.source = source;
    this.settings = settings;
  }

  /**
   * Draws, fits and ranks one mock.
   *
   * @param set 0 for the first mocks, 1 for those that repeat them
   * @param number of the mock in its set
   * @throws UnusableSurveyException if no hyperparameters explain the mock
   * @throws IllegalStateException if its selection loses nearly all objects
   */
  public Result run(int set, int number) {
    long seed = seed(set, number);
    double[] truth = source.truth(seed);
    ObjectBlock catalogue = source.survey(truth, seed);
    Rounds.Outcome outcome =
        Rounds.of(problem, LocalSurvey.of(problem, List.of(catalogue), 1), settings(seed)).run();
    return new Result(truth, ranks(truth, outcome.posterior(), seed), outcome);
  }

  private long seed(int set, int number) {
    return new Streams(settings.seed()).key("calibration", "mock-" + number, set, 0);
  }

  private RoundSettings settings(long seed) {
    return new RoundSettings(
        settings.points(),
        settings.most(),
        settings.drift(),
        settings.effective(),
        seed,
        settings.storedAsDouble(),
        settings.path());
  }

  private static int[] ranks(double[] truth, Hyperposterior posterior, long seed) {
    int[] rows = RankStatistic.thinned(posterior.draws().length, DRAWS);
    UniformRandomProvider tie = new Streams(seed).stream("calibration ties", "", 0, 0);
    int[] ranks = new int[truth.length];
    for (int j = 0; j < ranks.length; j++) {
      double[] draws = new double[rows.length];
      for (int r = 0; r < rows.length; r++) {
        draws[r] = posterior.draws()[rows[r]][j];
      }
      ranks[j] = RankStatistic.of(truth[j], draws, tie);
    }
    return ranks;
  }
}

package org.skypool.core.inference;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

/**
 * Mocks from a problem's own samplers: hyperparameters from the hyperprior, objects from {@link
 * MockObjects} until enough are detected, or of a population with a rate as many as there are.
 *
 * @param covariates of the candidates
 * @param observations of every object, where objects have several
 * @param cut on the columns, measurements included
 * @param objects detected objects per mock; empty where the population has a rate
 */
public record MockSource(
    SurveyProblem problem,
    MockCovariates covariates,
    Optional<MockObservations> observations,
    ColumnCut cut,
    OptionalInt objects)
    implements MockCalibration.Source {

  /** Mocks of objects of one measurement each. */
  public MockSource(SurveyProblem problem, MockCovariates covariates, ColumnCut cut, int objects) {
    this(problem, covariates, Optional.empty(), cut, OptionalInt.of(objects));
  }

  @Override
  public double[] truth(long seed) {
    return prior().sample(new Streams(seed).stream("calibration truth", "", 0, 0));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the selection loses nearly all objects
   */
  @Override
  public ObjectBlock survey(double[] truth, long seed) {
    MockObjects candidates = candidates(truth, seed);
    return candidates
        .count()
        .map(count -> MockCatalogue.all(candidates, cut, count))
        .orElseGet(() -> MockCatalogue.of(candidates, cut, objects.orElseThrow()));
  }

  /**
   * The first candidate object of a mock that detection by true values keeps, to see whether
   * objects can be drawn at all.
   *
   * @throws UnsupportedOperationException if the population cannot be drawn from
   * @throws IllegalArgumentException if a measurement cannot be simulated
   * @throws IllegalStateException if detection loses nearly all objects
   */
  public MockObjects.Candidate firstCandidate(long seed) {
    MockObjects candidates = candidates(truth(seed), seed);
    return LongStream.range(0, MockCatalogue.MOST_CANDIDATES_PER_OBJECT)
        .mapToObj(candidates::candidate)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the selection loses nearly all objects"));
  }

  private MockObjects candidates(double[] truth, long seed) {
    Map<String, Double> named = prior().named(truth);
    SurveyProblem atTruth =
        new SurveyProblem(
            problem.thetas(), problem.likelihoodAt(named), problem.interim(), problem.population());
    return new MockObjects(atTruth, covariates, observations, named, seed);
  }

  private Hyperprior prior() {
    return problem.population().hyperprior();
  }
}

package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.random.Streams;

/**
 * Objects of a mock survey: covariates from their own source, or from the elements of a rate,
 * individual parameters from the population at the true hyperparameters, measurements from the
 * object model; objects that detection by true values loses are left out.
 *
 * <p>Individual parameters come from the samplers of the density families, which draw in the
 * natural variable and never evaluate the log density, so that a mistake in a density's formula is
 * not repeated here. Object n depends on the seed and n only.
 */
public final class MockObjects {
  private static final int ID_DIGITS = 9;

  private final SurveyProblem problem;
  private final MockCovariates covariates;
  private final Map<String, Double> truth;
  private final Streams streams;
  private final Optional<ScalarFunction> detection;
  private final Optional<MockObservations> observations;
  private final Optional<Long> count;

  /**
   * An object.
   *
   * @param number among the candidates, from 0
   * @param id {@code mock-} and the number
   * @param theta true individual parameters, in the order of the problem
   * @param columns covariates and simulated measurements by name
   * @param observations one value per observation by column, where objects have several: the
   *     measurements are there
   */
  public record Candidate(
      long number,
      String id,
      double[] theta,
      Map<String, Double> columns,
      Map<String, double[]> observations) {}

  /** Makes a source of objects of one measurement each. */
  public MockObjects(
      SurveyProblem problem, MockCovariates covariates, Map<String, Double> truth, long seed) {
    this(problem, covariates, Optional.empty(), truth, seed);
  }

  /**
   * Makes a source of objects.
   *
   * @param observations of every object; empty where an object is measured once, in its own columns
   * @param truth value by hyperparameter
   * @param seed of the mock
   * @throws IllegalArgumentException if a hyperparameter has no true value, or the population's
   *     rate cannot be drawn from
   */
  public MockObjects(
      SurveyProblem problem,
      MockCovariates covariates,
      Optional<MockObservations> observations,
      Map<String, Double> truth,
      long seed) {
    for (String name : problem.population().hyperprior().names()) {
      if (!truth.containsKey(name)) {
        throw new IllegalArgumentException(
            "hyperparameter " + name + " has no true value; given are " + truth.keySet());
      }
    }
    this.problem = problem;
    Optional<MockElements> elements =
        problem
            .population()
            .rate()
            .map(rate -> MockElements.of(problem.population(), covariates, truth));
    this.covariates = elements.isPresent() ? elements.get() : covariates;
    this.count = elements.map(found -> found.count(seed));
    this.observations = observations;
    this.truth = new LinkedHashMap<>(truth);
    this.streams = new Streams(seed);
    this.detection =
        problem
            .population()
            .selection()
            .filter(PopulationModel.Selection::actsOnTruth)
            .map(
                s ->
                    ScalarFunction.of(
                        s.probability(), List.copyOf(NamesIn.of(s.probability()).all())));
  }

  /**
   * How many candidates there are, a Poisson number that depends on the seed only; empty where the
   * population has no rate.
   */
  public Optional<Long> count() {
    return count;
  }

  /** Candidate n; empty if detection, where it acts on true values, loses it. */
  public Optional<Candidate> candidate(long n) {
    String id = id(n);
    UniformRandomProvider rng = streams.stream("mock", id, 0, 0);
    Map<String, Double> columns = covariates.sample(rng);
    Map<String, Double> point = new LinkedHashMap<>(truth);
    point.putAll(columns);
    problem.population().density().sample(rng, point);
    double[] theta = problem.thetas().stream().mapToDouble(point::get).toArray();
    Map<String, double[]> rows = measure(theta, columns, rng);
    if (detection.isPresent() && !(rng.nextDouble() < probability(point, columns))) {
      return Optional.empty();
    }
    return Optional.of(new Candidate(n, id, theta, columns, rows));
  }

  /** Number of nine digits or more: formatting by pattern took as long as drawing the object. */
  private static String id(long n) {
    String digits = Long.toString(n);
    return "mock-" + "0".repeat(Math.max(0, ID_DIGITS - digits.length())) + digits;
  }

  /** Adds the measurement to the columns, or returns those of the observations. */
  private Map<String, double[]> measure(
      double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    if (observations.isPresent()) {
      return observations.get().sample(problem.likelihood(), theta, columns, rng);
    }
    problem.likelihood().simulate(theta, columns, rng);
    return Map.of();
  }

  private double probability(Map<String, Double> point, Map<String, Double> columns) {
    ScalarFunction function = detection.orElseThrow();
    double[] inputs =
        function.inputs().stream()
            .mapToDouble(
                name ->
                    problem.thetas().contains(name)
                        ? point.get(name)
                        : columns.getOrDefault(name, Double.NaN))
            .toArray();
    return function.value(inputs);
  }
}

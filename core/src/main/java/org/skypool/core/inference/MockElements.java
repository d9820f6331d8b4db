package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Replacement;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.population.Element;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;
import org.skypool.core.random.Streams;

/**
 * The Poisson process of a population with a rate at true hyperparameters: how many objects there
 * are before any is lost, a Poisson number, and their covariates, drawn in proportion to {@code
 * R(x) n(x)} by rejection from the box of the elements.
 *
 * <p>The bound of the rejection is the largest intensity on a grid, raised by a tenth; should an
 * intensity exceed it anyway the mock is refused, never drawn wrongly.
 */
public final class MockElements implements MockCovariates {
  private static final double MOST_EXPECTED = 1e9;
  private static final double RAISED = 1.1;
  private static final int FINE = 33;

  private final MockCovariates others;
  private final Rate rate;
  private final ScalarFunction logIntensity;
  private final double expected;
  private final double logBound;

  private MockElements(
      MockCovariates others,
      Rate rate,
      ScalarFunction logIntensity,
      double expected,
      double logBound) {
    this.others = others;
    this.rate = rate;
    this.logIntensity = logIntensity;
    this.expected = expected;
    this.logBound = logBound;
  }

  /**
   * Makes the process.
   *
   * @param model with a rate
   * @param others columns that are no elements
   * @param truth value by hyperparameter
   * @throws IllegalArgumentException if a column is an element too, or the expected number is no
   *     number from 0 to 1e9
   */
  public static MockElements of(
      PopulationModel model, MockCovariates others, Map<String, Double> truth) {
    Rate rate = model.rate().orElseThrow();
    for (String column : rate.columns()) {
      if (others.names().contains(column)) {
        throw new IllegalArgumentException(
            column + " is drawn from population.rate and population.element." + column);
      }
    }
    Expression atTruth = Replacement.ofNumbers(rate.logIntensity(), truth);
    ScalarFunction logIntensity = ScalarFunction.of(atTruth, rate.columns());
    CovariateNodes nodes = ElementQuadrature.dense(rate.elements(), FINE);
    double expected = 0;
    for (int n = 0; n < nodes.size(); n++) {
      expected += nodes.weights()[n] * StrictMath.exp(at(logIntensity, nodes, n));
    }
    if (!(expected >= 0 && expected <= MOST_EXPECTED)) {
      throw new IllegalArgumentException(
          "population.rate gives %s objects at the truth, must be 0 to %.0f"
              .formatted(expected, MOST_EXPECTED));
    }
    return new MockElements(others, rate, logIntensity, expected, bound(rate, logIntensity));
  }

  private static double at(ScalarFunction function, CovariateNodes nodes, int n) {
    return function.value(
        nodes.covariates().values().stream().mapToDouble(column -> column[n]).toArray());
  }

  /**
   * Over an even grid that holds the corners, where an intensity that rises or falls is largest.
   */
  private static double bound(Rate rate, ScalarFunction logIntensity) {
    List<double[]> points = new ArrayList<>(List.of(new double[0]));
    for (Element element : rate.elements()) {
      double[] values =
          element.values().isEmpty()
              ? even(element.from(), element.to())
              : element.values().stream().mapToDouble(Double::doubleValue).toArray();
      List<double[]> longer = new ArrayList<>();
      for (double[] point : points) {
        for (double value : values) {
          double[] next = java.util.Arrays.copyOf(point, point.length + 1);
          next[point.length] = value;
          longer.add(next);
        }
      }
      points = longer;
    }
    return points.stream().mapToDouble(logIntensity::value).max().orElseThrow()
        + StrictMath.log(RAISED);
  }

  private static double[] even(double from, double to) {
    double[] values = new double[FINE];
    java.util.Arrays.setAll(values, j -> from + (to - from) * j / (FINE - 1));
    return values;
  }

  /** Expected number of objects before any is lost. */
  public double expected() {
    return expected;
  }

  /** Number of objects of one mock before any is lost. */
  public long count(long seed) {
    UniformRandomProvider rng = new Streams(seed).stream("mock count", "", 0, 0);
    return expected == 0 ? 0 : PoissonSampler.of(rng, expected).sample();
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(others.names());
    names.addAll(rate.columns());
    return names;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the intensity has a peak that the bound missed
   */
  @Override
  public Map<String, Double> sample(UniformRandomProvider rng) {
    Map<String, Double> columns = new LinkedHashMap<>(others.sample(rng));
    double[] point = new double[rate.elements().size()];
    double log;
    do {
      for (int c = 0; c < point.length; c++) {
        Element element = rate.elements().get(c);
        point[c] =
            element.values().isEmpty()
                ? element.from() + (element.to() - element.from()) * rng.nextDouble()
                : element.values().get(rng.nextInt(element.values().size()));
      }
      log = logIntensity.value(point) - logBound;
      if (log > 0) {
        throw new IllegalStateException(
            "population.rate peaks between the points of its grid at %s = %s; a mock needs it smoother"
                .formatted(rate.columns(), java.util.Arrays.toString(point)));
      }
    } while (!(StrictMath.log(rng.nextDouble()) < log));
    for (int c = 0; c < point.length; c++) {
      columns.put(rate.elements().get(c).column(), point[c]);
    }
    return columns;
  }
}

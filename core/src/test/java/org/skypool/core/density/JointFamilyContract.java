package org.skypool.core.density;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/**
 * What every family of several variables must satisfy. A subclass gives the family, arguments for
 * three variables, and what it knows of it: the log density and the means, in its own words.
 */
abstract class JointFamilyContract {
  private static final List<String> NAMES = List.of("x", "y", "z");
  private static final int DRAWS = 40_000;

  /** A right mean is off by more once in 1e6 checks. */
  private static final double SD = 4.9;

  abstract JointFamily family();

  abstract List<double[]> argumentSets();

  /** Log density, written independently. */
  abstract double reference(double[] x, double[] arguments);

  /** Covariance of two variables. */
  abstract double covariance(int j, int k, double[] arguments);

  abstract double mean(int j, double[] arguments);

  private JointTerm term(double[] arguments) {
    return JointTerm.of(
        NAMES,
        NAMES.stream().map(n -> (Expression) Expression.draw(n)).toList(),
        family(),
        Arrays.stream(arguments).mapToObj(a -> (Expression) Expression.constant(a)).toList());
  }

  private static List<double[]> draws(JointTerm term) {
    UniformRandomProvider rng = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
    List<double[]> all = new ArrayList<>();
    for (int d = 0; d < DRAWS; d++) {
      Map<String, Double> point = new HashMap<>();
      term.sample(rng, point);
      all.add(NAMES.stream().mapToDouble(point::get).toArray());
    }
    return all;
  }

  @Test
  final void logDensityIsTheFormulaAndTheProductOfConditionals() {
    for (double[] arguments : argumentSets()) {
      JointTerm term = term(arguments);
      ScalarFunction joint = ScalarFunction.of(term.logDensity(), NAMES);
      ScalarFunction product =
          ScalarFunction.of(ProductTerm.of(List.copyOf(term.conditionals())).logDensity(), NAMES);
      for (double[] x : draws(term).subList(0, 200)) {
        double expected = reference(x, arguments);
        assertEquals(expected, joint.value(x), 1e-10 * (1 + Math.abs(expected)));
        assertEquals(expected, product.value(x), 1e-9 * (1 + Math.abs(expected)));
      }
    }
  }

  /** Means and covariances of draws. */
  @Test
  final void drawsFollowTheDensity() {
    for (double[] arguments : argumentSets()) {
      List<double[]> draws = draws(term(arguments));
      for (int j = 0; j < NAMES.size(); j++) {
        double[] values = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
          values[d] = draws.get(d)[j];
        }
        check(values, mean(j, arguments));
        for (int k = 0; k <= j; k++) {
          for (int d = 0; d < DRAWS; d++) {
            values[d] =
                (draws.get(d)[j] - mean(j, arguments)) * (draws.get(d)[k] - mean(k, arguments));
          }
          check(values, covariance(j, k, arguments));
        }
      }
    }
  }

  private static void check(double[] values, double expected) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertEquals(expected, mean, SD * Math.sqrt(square / values.length));
  }
}

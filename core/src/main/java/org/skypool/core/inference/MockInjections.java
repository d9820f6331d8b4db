package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.random.Streams;

/**
 * Injections of a mock survey: individual parameters from densities of their own, measured as
 * objects are, and found if the measurement passes the survey's cut. Injection n depends on the
 * seed and n only.
 */
public final class MockInjections {
  private MockInjections() {}

  /**
   * Draws them.
   *
   * @param draws density of every individual parameter, independent of each other
   * @param covariates what else a measurement needs
   * @param cut on the columns, measurements included
   * @param drawn how many are put in
   */
  public static Injections of(
      ObjectLikelihood likelihood,
      Map<String, DensityTerm> draws,
      MockCovariates covariates,
      ColumnCut cut,
      long drawn,
      long seed) {
    Streams streams = new Streams(seed);
    List<String> names = List.copyOf(draws.keySet());
    List<double[]> found = new ArrayList<>();
    for (long n = 0; n < drawn; n++) {
      UniformRandomProvider rng = streams.stream("injection", Long.toString(n), 0, 0);
      Map<String, Double> columns = covariates.sample(rng);
      Map<String, Double> point = new LinkedHashMap<>();
      draws.values().forEach(term -> term.sample(rng, point));
      double[] theta = names.stream().mapToDouble(point::get).toArray();
      likelihood.simulate(theta, columns, rng);
      if (cut.passes(columns)) {
        found.add(theta);
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    double[] logDensity = new double[found.size()];
    for (int d = 0; d < names.size(); d++) {
      int at = d;
      columns.put(names.get(d), found.stream().mapToDouble(theta -> theta[at]).toArray());
      ScalarFunction log = ScalarFunction.of(draws.get(names.get(d)).logDensity(), names);
      for (int j = 0; j < logDensity.length; j++) {
        logDensity[j] += log.value(found.get(j));
      }
    }
    return new Injections(columns, logDensity, drawn);
  }
}

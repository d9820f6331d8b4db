package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.object.ObjectLikelihood;

/**
 * Observations of mock objects: each has as many, independent given its individual parameters.
 *
 * @param each observations per object
 * @param covariates columns of an observation besides what the object model simulates
 */
public record MockObservations(int each, MockCovariates covariates) {

  /** Checks the number. */
  public MockObservations {
    if (each < 1) {
      throw new IllegalArgumentException("each = " + each + ": must be at least 1");
    }
  }

  /**
   * Draws the observations of one object.
   *
   * @param theta its individual parameters
   * @param columns of the object, by name
   * @return one value per observation, by column: those of the covariates, then what is simulated
   * @throws IllegalArgumentException if an argument that is to be simulated is not a plain column
   */
  Map<String, double[]> sample(
      ObjectLikelihood likelihood,
      double[] theta,
      Map<String, Double> columns,
      UniformRandomProvider rng) {
    Map<String, double[]> observations = new LinkedHashMap<>();
    for (int r = 0; r < each; r++) {
      Map<String, Double> observation = new LinkedHashMap<>(columns);
      observation.putAll(covariates.sample(rng));
      likelihood.simulate(theta, observation, rng);
      int at = r;
      observation.forEach(
          (name, value) -> {
            if (!columns.containsKey(name)) {
              observations.computeIfAbsent(name, n -> new double[each])[at] = value;
            }
          });
    }
    return observations;
  }
}

package org.skypool.core.inference;

import java.util.Map;

/**
 * Objects that were put into a survey to see which of them it finds: what a selection integral
 * needs where the probability of detection is no formula.
 *
 * @param found true individual parameters of those that were found, and covariates where a rate
 *     declares them, one column of values per name
 * @param logDensity log density that each was drawn from, over the same quantities
 * @param drawn how many were put in, those that were not found included
 */
public record Injections(Map<String, double[]> found, double[] logDensity, long drawn) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if columns differ in length, or fewer were drawn than found
   */
  public Injections {
    for (Map.Entry<String, double[]> column : found.entrySet()) {
      if (column.getValue().length != logDensity.length) {
        throw new IllegalArgumentException(
            "injections: %d values of %s, %d densities"
                .formatted(column.getValue().length, column.getKey(), logDensity.length));
      }
    }
    if (drawn < logDensity.length) {
      throw new IllegalArgumentException(
          "injections: %d found, and only %d drawn".formatted(logDensity.length, drawn));
    }
    found = Map.copyOf(found);
  }

  /** How many were found. */
  public int count() {
    return logDensity.length;
  }
}

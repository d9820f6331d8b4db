package org.skypool.core.population;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of objects as a user writes it.
 *
 * @param formula objects per unit of the element
 * @param elements by covariate
 */
public record RateText(String formula, Map<String, Element> elements) {

  /**
   * One covariate.
   *
   * @param density formula
   * @param from lower end of a continuous covariate
   * @param to its upper end
   * @param values of a discrete covariate, ascending; empty for a continuous one
   */
  public record Element(
      String density, Optional<Double> from, Optional<Double> to, List<Double> values) {}
}

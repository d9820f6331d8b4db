package org.skypool.core.population;

import java.util.List;
import org.skypool.core.expression.Expression;

/**
 * How much of a survey there is at a value of a covariate: the volume per unit of redshift, the
 * share of objects measured with an error. A covariate that is continuous runs from one number to
 * another; one that is discrete takes a few values.
 *
 * @param column name of the covariate
 * @param density of the survey per unit of the covariate, or at each of its values; over covariates
 *     and hyperparameters
 * @param from lower end of a continuous covariate
 * @param to its upper end
 * @param values of a discrete covariate, ascending; empty for a continuous one
 */
public record Element(
    String column, Expression density, double from, double to, List<Double> values) {

  /** A covariate from {@code from} to {@code to}. */
  public static Element between(String column, Expression density, double from, double to) {
    return new Element(column, density, from, to, List.of());
  }

  /** A covariate that takes the given values, in ascending order. */
  public static Element at(String column, Expression density, List<Double> values) {
    return new Element(
        column, density, values.get(0), values.get(values.size() - 1), List.copyOf(values));
  }

  /** Whether the survey holds objects of this value. */
  public boolean contains(double value) {
    return values.isEmpty() ? value >= from && value <= to : values.contains(value);
  }

  /** The allowed values, in words that complete "must be". */
  public String allowed() {
    return values.isEmpty() ? "from " + from + " to " + to : "one of " + values;
  }
}

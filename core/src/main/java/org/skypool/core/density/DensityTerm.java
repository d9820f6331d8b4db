package org.skypool.core.density;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * A joint probability density of one or more variables given everything else: hyperparameters,
 * covariates, other variables.
 */
public sealed interface DensityTerm
    permits NamedTerm,
        JointTerm,
        ProductTerm,
        MixtureTerm,
        TruncatedTerm,
        FreeTerm,
        GridTerm,
        NormalisedTerm {

  /** Natural logarithm of the density, in the coordinates of the variables. */
  Expression logDensity();

  /** The variables it is a density of, in the order of the formula. */
  Set<String> variables();

  /** Names of everything else it depends on, in alphabetical order. */
  Set<String> dependsOn();

  /**
   * Support of one variable; its ends may depend on other variables.
   *
   * @throws IllegalArgumentException if it is not a density of {@code variable}
   */
  Support support(String variable);

  /** Places within the support of its only variable where it jumps, as far as they are known. */
  default List<Expression> breaks() {
    return List.of();
  }

  /**
   * Log probability that the variable is between {@code low} and {@code high}.
   *
   * @return empty if there are several variables or no closed form
   */
  Optional<Expression> logProbability(Expression low, Expression high);

  /**
   * Draws the variables and adds them to {@code point}.
   *
   * @param rng source of randomness
   * @param point a value for each of {@link #dependsOn}; others are ignored
   * @throws IllegalArgumentException if a value is missing
   * @throws UnsupportedOperationException for a free term, which cannot be drawn from
   */
  void sample(UniformRandomProvider rng, Map<String, Double> point);

  /**
   * Like {@link #sample}, restricted to {@code low .. high}; for a term of one variable with a
   * closed {@link #logProbability}.
   *
   * @throws UnsupportedOperationException for other terms
   */
  void sampleBetween(UniformRandomProvider rng, double low, double high, Map<String, Double> point);
}

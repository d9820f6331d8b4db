package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * A named one-dimensional family of probability densities, in the natural coordinate of its
 * variable.
 *
 * <p>The logarithm of the density is written once, as an expression; everything that is evaluated
 * or differentiated follows from it. Outside the support it is minus infinity, for an argument out
 * of its domain or a NaN anywhere it is NaN, never a finite number. A single point at the end of a
 * support, where only the value of the density and no probability is at stake, belongs to either
 * side.
 *
 * <p>Arguments come as one list: a vector among the parameters stands in it with all its elements,
 * and its length follows from that of the list ({@link SizedDensity} has as many parameters).
 *
 * <p>Scalar methods take the arguments in the order of {@link #parameters()} and answer NaN for
 * arguments out of their domain. Implementations are immutable and have no state.
 */
public interface Density {

  /** Name in formulas, for example {@code log_normal}. */
  String name();

  /** Its parameters, in the order of positional arguments. */
  List<Parameter> parameters();

  /**
   * Checks how long the vectors among its parameters are.
   *
   * @param lengths one for each vector, in the order of the parameters
   * @throws IllegalArgumentException where there is no such density, in words for the user
   */
  default void checkLengths(List<Integer> lengths) {}

  /** Log density of {@code x}, natural logarithm, normalised over the support. */
  Expression logDensity(Expression x, List<Expression> arguments);

  /** The support. */
  Support support(List<Expression> arguments);

  /** Places within the support where the density jumps; none for most. */
  default List<Expression> breaks(List<Expression> arguments) {
    return List.of();
  }

  /**
   * Log probability between {@code low} and {@code high}, either of which may be infinite or beyond
   * the support: minus infinity where none of the support lies between them. Accurate also far in a
   * tail, with exact derivatives.
   *
   * @return empty if the family cannot be truncated
   */
  Optional<Expression> logProbability(Expression low, Expression high, List<Expression> arguments);

  /** Probability below {@code x}, accurate relative to itself where it is small. */
  double cumulative(double x, double[] arguments);

  /** The point below which the probability is {@code p}, accurate also for tiny {@code p}. */
  double quantile(double p, double[] arguments);

  /**
   * Derivative of the quantile of a fixed probability by argument {@code j}, at the quantile {@code
   * x}, where there is a simple form: {@code -(dF / da_j) / f} with the cumulative probability F
   * and the density f. {@link QuantileSlopes} knows it for every family.
   *
   * @param x a quantile inside the support
   */
  default OptionalDouble quantileSlope(double x, double[] arguments, int j) {
    return OptionalDouble.empty();
  }

  /** Draws from the density. */
  double sample(UniformRandomProvider rng, double[] arguments);

  /**
   * Draws from the density restricted to {@code low .. high}, at a cost that does not depend on how
   * little probability lies there.
   *
   * @throws IllegalArgumentException if no probability lies there
   * @throws UnsupportedOperationException if the family cannot be truncated
   */
  double sampleBetween(UniformRandomProvider rng, double low, double high, double[] arguments);

  /** A formula that uses it, for help texts. */
  String example();
}

package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;

/**
 * How a quantile of a family moves with an argument, the probability held fixed: {@code dx / da_j =
 * -(dF(x) / da_j) / f(x)}.
 *
 * <p>Closed forms where the family has them. Else {@code dF / da_j} is the derivative of the log
 * probability of the smaller tail, which is exact and keeps its digits however far {@code x} lies
 * in either tail.
 */
public final class QuantileSlopes {

  private static final double LOG_HALF = -StrictMath.log(2);

  private final Density family;
  private final ScalarFunction logDensity;
  private final ScalarFunction logBelow;
  private final ScalarFunction logAbove;

  private QuantileSlopes(Density family) {
    this.family = family;
    Expression x = Expression.draw("x");
    List<Expression> symbols = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("x"));
    for (Parameter parameter : family.parameters()) {
      String name = "argument " + parameter.name();
      names.add(name);
      symbols.add(Expression.hyperparameter(name));
    }
    Expression least = Expression.constant(Double.NEGATIVE_INFINITY);
    Expression largest = Expression.constant(Double.POSITIVE_INFINITY);
    this.logDensity = ScalarFunction.of(family.logDensity(x, symbols), names);
    this.logBelow =
        ScalarFunction.of(family.logProbability(least, x, symbols).orElseThrow(), names);
    this.logAbove =
        ScalarFunction.of(family.logProbability(x, largest, symbols).orElseThrow(), names);
  }

  /**
   * The slopes of a family.
   *
   * @throws java.util.NoSuchElementException if the family has no probability of an interval
   */
  public static QuantileSlopes of(Density family) {
    return new QuantileSlopes(family);
  }

  /**
   * Derivative of the quantile {@code x} by argument {@code j}; NaN outside the support and for
   * arguments out of their domain.
   */
  public double by(int j, double x, double[] arguments) {
    OptionalDouble closed = family.quantileSlope(x, arguments, j);
    return closed.isPresent() ? closed.getAsDouble() : general(j, x, arguments);
  }

  /** The general form, whether or not there is a closed one. */
  double general(int j, double x, double[] arguments) {
    double[] point = new double[arguments.length + 1];
    point[0] = x;
    System.arraycopy(arguments, 0, point, 1, arguments.length);
    double[] gradient = new double[point.length];
    double tail = logBelow.valueAndGradient(point, gradient);
    double sign = -1;
    if (tail > LOG_HALF) {
      tail = logAbove.valueAndGradient(point, gradient);
      sign = 1;
    }
    return sign * StrictMath.exp(tail - logDensity.value(point)) * gradient[j + 1];
  }
}

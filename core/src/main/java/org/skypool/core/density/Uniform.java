package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/**
 * {@code uniform(low, high)}: constant density {@code 1 / (high - low)} of {@code x} between them.
 */
public final class Uniform extends NamedFamily {

  /** The family. */
  public Uniform() {
    super("uniform", "uniform(-2, 0)", Parameter.real("low"), Parameter.real("high"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression low = arguments.get(0);
    Expression high = arguments.get(1);
    return Expression.apply(Guard.WITHIN, x, low, high).minus(logOfPositive(high.minus(low)));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return new Support(arguments.get(0), arguments.get(1));
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression from = Expression.apply(Binary.MAX, low, arguments.get(0));
    Expression to = Expression.apply(Binary.MIN, high, arguments.get(1));
    return Optional.of(
        Expression.apply(Guard.LOG_OF_LENGTH, to.minus(from))
            .minus(logOfPositive(arguments.get(1).minus(arguments.get(0)))));
  }

  @Override
  public double cumulative(double x, double[] a) {
    return valid(a) ? clamp((x - a[0]) / (a[1] - a[0]), 0, 1) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) && p >= 0 && p <= 1 ? a[0] * (1 - p) + a[1] * p : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    double length = a[1] - a[0];
    return OptionalDouble.of(j == 0 ? (a[1] - x) / length : (x - a[0]) / length);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return clamp(quantile(rng.nextDouble(), a), a[0], a[1]);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double[] inner = {Math.max(low, a[0]), Math.min(high, a[1])};
    Intervals.require(valid(a) && inner[0] < inner[1], this, low, high, a);
    return sample(rng, inner);
  }

  private static boolean valid(double[] a) {
    return positive(a[1] - a[0]);
  }
}

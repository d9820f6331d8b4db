package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/**
 * {@code log_uniform(low, high)}: density of a positive {@code x}, itself and not its logarithm,
 * that is constant per interval of {@code log x}: {@code 1 / (x log(high / low))} for {@code 0 <
 * low <= x <= high}.
 */
public final class LogUniform extends NamedFamily {

  /** The family. */
  public LogUniform() {
    super(
        "log_uniform",
        "log_uniform(0.01, 10)",
        Parameter.positive("low"),
        Parameter.positive("high"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    return Expression.apply(Guard.WITHIN, x, arguments.get(0), arguments.get(1))
        .minus(Expression.apply(Guard.LOG_INSIDE, x))
        .minus(logOfPositive(logLength(arguments)));
  }

  private static Expression logLength(List<Expression> arguments) {
    return Expression.apply(Binary.LOG_RATIO, arguments.get(1), arguments.get(0))
        .plus(zeroIfPositive(arguments.get(0)));
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
    Expression length = Expression.apply(Binary.LOG_RATIO, to, from);
    return Optional.of(
        Expression.apply(Guard.LOG_OF_LENGTH, length).minus(logOfPositive(logLength(arguments))));
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    return x <= a[0] ? 0 : Math.min(1, logRatio(x, a[0]) / logRatio(a[1], a[0]));
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) && p >= 0 && p <= 1
        ? clamp(a[0] * StrictMath.exp(p * logRatio(a[1], a[0])), a[0], a[1])
        : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    double p = logRatio(x, a[0]) / logRatio(a[1], a[0]);
    return OptionalDouble.of(j == 0 ? (1 - p) * x / a[0] : p * x / a[1]);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return quantile(rng.nextDouble(), a);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double[] inner = {Math.max(low, a[0]), Math.min(high, a[1])};
    Intervals.require(valid(a) && valid(inner), this, low, high, a);
    return sample(rng, inner);
  }

  private static boolean valid(double[] a) {
    return a[0] > 0 && a[0] < a[1] && finite(a[1]);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.ExponentialInterval;

/** {@code exponential(rate)}: {@code rate exp(-rate x)} for {@code x >= 0}. */
public final class Exponential extends NamedFamily {

  /** The family. */
  public Exponential() {
    super("exponential", "exponential(2)", Parameter.positive("rate"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression rate = arguments.get(0);
    return Intervals.notNegative(x)
        .minus(Expression.apply(Guard.FINITE, x).times(rate))
        .plus(logOfPositive(rate));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.POSITIVE;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression rate = arguments.get(0);
    Expression from = Expression.apply(Binary.MAX, low, Expression.constant(0));
    return Optional.of(
        Expression.apply(LogInterval.EXPONENTIAL, rate.negate(), from, high)
            .plus(logOfPositive(rate)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    return positive(a[0]) ? -StrictMath.expm1(-a[0] * Math.max(x, 0)) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return positive(a[0]) && p >= 0 ? -StrictMath.log1p(-p) / a[0] : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return OptionalDouble.of(-x / a[0]);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return positive(a[0]) ? ZigguratSampler.Exponential.of(rng).sample() / a[0] : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, 0);
    Intervals.require(positive(a[0]) && from < high, this, low, high, a);
    return clamp(ExponentialInterval.of(-a[0], from, high).sample(rng), from, high);
  }
}

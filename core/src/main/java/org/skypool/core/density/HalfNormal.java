package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.InverseErf;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.NormalTail;

/**
 * {@code half_normal(sd)}: density of the absolute value of a normal number of mean 0; {@code x >=
 * 0}.
 */
public final class HalfNormal extends NamedFamily {

  private static final double LOG_TWO = StrictMath.log(2);
  private static final double SQRT_TWO = Math.sqrt(2);

  /** The family. */
  public HalfNormal() {
    super("half_normal", "half_normal(1)", Parameter.positive("sd"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    return x.dividedBy(arguments.get(0))
        .square()
        .times(-0.5)
        .plus(Intervals.notNegative(x))
        .minus(logOfPositive(arguments.get(0)))
        .plus(LOG_TWO - NormalTail.LOG_SQRT_TWO_PI);
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.POSITIVE;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression sd = arguments.get(0);
    return Optional.of(
        Expression.apply(LogInterval.NORMAL, scaled(low, sd), scaled(high, sd))
            .plus(zeroIfPositive(sd))
            .plus(LOG_TWO));
  }

  private static Expression scaled(Expression end, Expression sd) {
    Expression inside = Expression.apply(Binary.MAX, end, Expression.constant(0));
    return Intervals.isInfinite(inside) ? inside : inside.dividedBy(sd);
  }

  @Override
  public double cumulative(double x, double[] a) {
    return positive(a[0]) ? Erf.value(Math.max(x, 0) / (a[0] * SQRT_TWO)) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return positive(a[0]) && p >= 0 ? a[0] * SQRT_TWO * InverseErf.value(p) : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return OptionalDouble.of(x / a[0]);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return positive(a[0])
        ? a[0] * Math.abs(ZigguratSampler.NormalizedGaussian.of(rng).sample())
        : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, 0);
    Intervals.require(positive(a[0]) && from < high, this, low, high, a);
    return clamp(a[0] * NormalTail.sampleBetween(rng, from / a[0], high / a[0]), from, high);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.NormalTail;

/** {@code normal(mean, sd)}: the Gaussian density of {@code x}. */
public final class Normal extends NamedFamily {

  /** The family. */
  public Normal() {
    super("normal", "normal(0, 1)", Parameter.real("mean"), Parameter.positive("sd"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    return standardised(x, arguments)
        .square()
        .times(-0.5)
        .minus(logOfPositive(arguments.get(1)))
        .minus(NormalTail.LOG_SQRT_TWO_PI);
  }

  private static Expression standardised(Expression x, List<Expression> arguments) {
    return Intervals.isInfinite(x) ? x : x.minus(arguments.get(0)).dividedBy(arguments.get(1));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.REAL;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression domain = zeroIfPositive(arguments.get(1));
    return Optional.of(
        Expression.apply(
                LogInterval.NORMAL, standardised(low, arguments), standardised(high, arguments))
            .plus(domain));
  }

  @Override
  public double cumulative(double x, double[] a) {
    return valid(a) ? NormalTail.cdf((x - a[0]) / a[1]) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) ? a[0] + a[1] * NormalTail.quantile(p) : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return OptionalDouble.of(j == 0 ? 1 : (x - a[0]) / a[1]);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a)
        ? a[0] + a[1] * ZigguratSampler.NormalizedGaussian.of(rng).sample()
        : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    Intervals.require(valid(a) && low < high, this, low, high, a);
    double z = NormalTail.sampleBetween(rng, (low - a[0]) / a[1], (high - a[0]) / a[1]);
    return clamp(a[0] + a[1] * z, low, high);
  }

  private static boolean valid(double[] a) {
    return finite(a[0]) && positive(a[1]);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.NormalTail;

/**
 * {@code log_normal(mean, sd)}: density of a positive {@code x}, itself, whose natural logarithm is
 * normal with this mean and standard deviation.
 */
public final class LogNormal extends NamedFamily {

  /** The family. */
  public LogNormal() {
    super("log_normal", "log_normal(0, 0.5)", Parameter.real("mean"), Parameter.positive("sd"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression logX = Expression.apply(Guard.LOG_INSIDE, x);
    Expression z = logX.minus(arguments.get(0)).dividedBy(arguments.get(1));
    return z.square()
        .times(-0.5)
        .minus(logX)
        .plus(Intervals.openPositive(x))
        .minus(logOfPositive(arguments.get(1)))
        .minus(NormalTail.LOG_SQRT_TWO_PI);
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.POSITIVE;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    return Optional.of(
        Expression.apply(
                LogInterval.NORMAL, standardised(low, arguments), standardised(high, arguments))
            .plus(zeroIfPositive(arguments.get(1))));
  }

  private static Expression standardised(Expression end, List<Expression> arguments) {
    Expression log = Expression.apply(Guard.LOG_OF_LENGTH, end);
    return Intervals.isInfinite(log)
        ? log
        : log.minus(arguments.get(0)).dividedBy(arguments.get(1));
  }

  @Override
  public double cumulative(double x, double[] a) {
    return valid(a) ? NormalTail.cdf(standardised(x, a)) : Double.NaN;
  }

  private static double standardised(double x, double[] a) {
    return x <= 0 ? Double.NEGATIVE_INFINITY : (StrictMath.log(x) - a[0]) / a[1];
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) ? StrictMath.exp(a[0] + a[1] * NormalTail.quantile(p)) : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return OptionalDouble.of(j == 0 || x == 0 ? x : x * standardised(x, a));
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a)
        ? StrictMath.exp(a[0] + a[1] * ZigguratSampler.NormalizedGaussian.of(rng).sample())
        : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    Intervals.require(valid(a) && Math.max(low, 0) < high, this, low, high, a);
    double z = NormalTail.sampleBetween(rng, standardised(low, a), standardised(high, a));
    return clamp(StrictMath.exp(a[0] + a[1] * z), Math.max(low, 0), high);
  }

  private static boolean valid(double[] a) {
    return finite(a[0]) && positive(a[1]);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.expression.Scientific;

/**
 * {@code half_cauchy(scale)}: {@code 2 / (pi scale (1 + (x / scale)^2))} for {@code x >= 0}. The
 * median is the scale; there is no mean.
 */
public final class HalfCauchy extends NamedFamily {

  private static final double LOG_TWO_OVER_PI = StrictMath.log(2 / Math.PI);

  /** The family. */
  public HalfCauchy() {
    super("half_cauchy", "half_cauchy(5)", Parameter.positive("scale"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression tail = Expression.apply(Scientific.LOG1P, x.dividedBy(arguments.get(0)).square());
    return Intervals.notNegative(x)
        .minus(tail)
        .minus(logOfPositive(arguments.get(0)))
        .plus(LOG_TWO_OVER_PI);
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.POSITIVE;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression scale = arguments.get(0);
    return Optional.of(
        Expression.apply(LogInterval.CAUCHY, scaled(low, scale), scaled(high, scale))
            .plus(zeroIfPositive(scale))
            .plus(LOG_TWO_OVER_PI));
  }

  private static Expression scaled(Expression end, Expression scale) {
    Expression inside = Expression.apply(Binary.MAX, end, Expression.constant(0));
    return Intervals.isInfinite(inside) ? inside : inside.dividedBy(scale);
  }

  @Override
  public double cumulative(double x, double[] a) {
    return positive(a[0]) ? 2 / Math.PI * StrictMath.atan(Math.max(x, 0) / a[0]) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    if (!positive(a[0]) || !(p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    return p <= 0.5
        ? a[0] * StrictMath.tan(0.5 * Math.PI * p)
        : a[0] / StrictMath.tan(0.5 * Math.PI * (1 - p));
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return OptionalDouble.of(x / a[0]);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return quantile(rng.nextDouble(), a);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, 0);
    Intervals.require(positive(a[0]) && from < high, this, low, high, a);
    double u = rng.nextDouble();
    double near = StrictMath.atan2(a[0], high);
    double far = StrictMath.atan2(a[0], from);
    return clamp(a[0] / StrictMath.tan(far + u * (near - far)), from, high);
  }
}

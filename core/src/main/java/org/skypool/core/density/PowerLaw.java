package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.ExponentialInterval;

/**
 * {@code power_law(slope, low, high)}: density proportional to {@code x^slope} for {@code 0 < low
 * <= x <= high}, of {@code x} itself and not its logarithm; smooth through slope -1.
 *
 * <p>{@code low = 0} needs a slope above -1, {@code high = inf} one below -1.
 */
public final class PowerLaw extends NamedFamily {

  /** The family. */
  public PowerLaw() {
    super(
        "power_law",
        "power_law(slope = -2.35, low = 0.1, high = 100)",
        Parameter.real("slope"),
        Parameter.bound("low"),
        Parameter.bound("high"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression least = Expression.constant(Double.MIN_VALUE);
    Expression low = Expression.apply(Binary.MAX, arguments.get(1), least);
    return Expression.apply(Guard.LOG_INSIDE, x)
        .times(arguments.get(0))
        .plus(Expression.apply(Guard.WITHIN, x, low, arguments.get(2)))
        .minus(logIntegral(arguments));
  }

  private static Expression logIntegral(List<Expression> arguments) {
    Expression low = arguments.get(1);
    Expression high = arguments.get(2);
    return Expression.apply(
            LogInterval.EXPONENTIAL, arguments.get(0).plus(1), low.log(), high.log())
        .plus(Expression.apply(Guard.ORDERED, low, high));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return new Support(arguments.get(1), arguments.get(2));
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression from = Expression.apply(Binary.MAX, low, arguments.get(1));
    Expression to = Expression.apply(Binary.MIN, high, arguments.get(2));
    Expression part =
        Expression.apply(
            LogInterval.EXPONENTIAL,
            arguments.get(0).plus(1),
            Expression.apply(Guard.LOG_OF_LENGTH, from),
            Expression.apply(Guard.LOG_OF_LENGTH, to));
    return Optional.of(part.minus(logIntegral(arguments)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x <= a[1] || x >= a[2]) {
      return x <= a[1] ? 0 : 1;
    }
    double whole = interval(a[1], a[2], a).logValue();
    return Math.min(1, StrictMath.exp(interval(a[1], x, a).logValue() - whole));
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a)
        ? clamp(reference(a) * StrictMath.exp(interval(a[1], a[2], a).quantile(p)), a[1], a[2])
        : Double.NaN;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a) ? draw(rng, a[1], a[2], a) : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, a[1]);
    double to = Math.min(high, a[2]);
    Intervals.require(valid(a) && from < to, this, low, high, a);
    return draw(rng, from, to, a);
  }

  private static double draw(UniformRandomProvider rng, double low, double high, double[] a) {
    double x = reference(a) * StrictMath.exp(interval(low, high, a).sample(rng));
    return clamp(x, Math.max(low, Double.MIN_VALUE), high);
  }

  /** Logarithms are taken relative to an end of the support, to tell close numbers apart. */
  private static double reference(double[] a) {
    return a[1] > 0 ? a[1] : a[2];
  }

  private static ExponentialInterval interval(double low, double high, double[] a) {
    double unit = reference(a);
    return ExponentialInterval.of(a[0] + 1, logRatio(low, unit), logRatio(high, unit));
  }

  private static boolean valid(double[] a) {
    return a[1] >= 0
        && ExponentialInterval.exists(a[0] + 1, StrictMath.log(a[1]), StrictMath.log(a[2]));
  }
}

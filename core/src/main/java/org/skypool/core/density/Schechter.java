package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.math.GammaInterval;

/**
 * {@code schechter(slope, knee, above)}: density of the base-10 logarithm of a mass or luminosity
 * whose function is Schechter's, above a limit.
 *
 * <pre>
 * f(x) = ln10 m^(slope + 1) exp(-m) / Gamma(slope + 1, 10^(above - knee)),   m = 10^(x - knee), x >= above
 * </pre>
 *
 * <p>{@code slope} is the faint-end slope (-1.25, say) of the density per mass, {@code knee} the
 * log10 of the characteristic mass, {@code above} the log10 of the lower limit, all in the unit of
 * {@code x}. Any slope is allowed; {@code above = -inf} needs a slope above -1.
 *
 * <p>The power of ten of {@code x} is a sub-expression free of hyperparameters, so that it is
 * computed once per draw. It overflows above x = 308, where the density is 0 unless the knee is
 * there too.
 *
 * <p>Schechter, P. 1976, ApJ 203, 297, doi:10.1086/154079.
 */
public final class Schechter extends NamedFamily {

  private static final double LN10 = StrictMath.log(10);
  private static final double LOG_LN10 = StrictMath.log(LN10);
  private static final Expression INFINITY = Expression.constant(Double.POSITIVE_INFINITY);

  /** Immutable, so that it does not matter which thread left it. */
  private volatile Drawn last;

  /** The family. */
  public Schechter() {
    super(
        "schechter",
        "schechter(slope = -1.25, knee = 10.7, above = 8.5)",
        Parameter.real("slope"),
        Parameter.real("knee"),
        Parameter.bound("above"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression shape = arguments.get(0).plus(1);
    Expression knee = arguments.get(1);
    Expression above = arguments.get(2);
    Expression mass = x.times(LN10).exp();
    Expression perKnee = knee.times(-LN10).exp();
    Expression power = Expression.apply(Guard.FINITE, x).minus(knee).times(shape.times(LN10));
    return power
        .minus(mass.times(perKnee))
        .plus(Expression.apply(Guard.WITHIN, x, above, INFINITY))
        .minus(logGamma(above, INFINITY, arguments).minus(LOG_LN10));
  }

  /** Log of the incomplete gamma function between two values of the variable. */
  private static Expression logGamma(Expression low, Expression high, List<Expression> arguments) {
    return Expression.apply(
        LogInterval.GAMMA,
        arguments.get(0).plus(1),
        massRatio(low, arguments.get(1)),
        massRatio(high, arguments.get(1)));
  }

  private static Expression massRatio(Expression x, Expression knee) {
    return Intervals.isInfinite(x) ? x.times(LN10).exp() : x.minus(knee).times(LN10).exp();
  }

  @Override
  public Support support(List<Expression> arguments) {
    return new Support(arguments.get(2), INFINITY);
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression above = arguments.get(2);
    Expression from = Expression.apply(Binary.MAX, low, above);
    return Optional.of(logGamma(from, high, arguments).minus(logGamma(above, INFINITY, arguments)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    return x <= a[2]
        ? 0
        : interval(a[2], x, a).fractionOf(interval(a[2], Double.POSITIVE_INFINITY, a));
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a)
        ? a[1] + StrictMath.log10(interval(a[2], Double.POSITIVE_INFINITY, a).quantile(p))
        : Double.NaN;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a) ? draw(rng, a[2], Double.POSITIVE_INFINITY, a) : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, a[2]);
    Intervals.require(valid(a) && from < high, this, low, high, a);
    return draw(rng, from, high, a);
  }

  private double draw(UniformRandomProvider rng, double low, double high, double[] a) {
    Drawn from = last;
    if (from == null || !from.isOf(low, high, a)) {
      from = new Drawn(low, high, a[0], a[1], interval(low, high, a));
      last = from;
    }
    double x = a[1] + StrictMath.log10(from.interval.sample(rng));
    return clamp(x, low, high);
  }

  /** What was drawn from: a mock survey draws from the same again and again. */
  private record Drawn(double low, double high, double slope, double knee, GammaInterval interval) {

    boolean isOf(double otherLow, double otherHigh, double[] a) {
      return low == otherLow && high == otherHigh && slope == a[0] && knee == a[1];
    }
  }

  private static GammaInterval interval(double low, double high, double[] a) {
    return GammaInterval.of(a[0] + 1, massRatio(low, a), massRatio(high, a));
  }

  private static double massRatio(double x, double[] a) {
    return StrictMath.exp((x - a[1]) * LN10);
  }

  private static boolean valid(double[] a) {
    return finite(a[1])
        && GammaInterval.exists(a[0] + 1, massRatio(a[2], a), Double.POSITIVE_INFINITY);
  }
}

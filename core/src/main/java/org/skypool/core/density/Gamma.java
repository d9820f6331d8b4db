package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.expression.SpecialFunction;
import org.skypool.core.math.GammaInterval;

/**
 * {@code gamma(shape, rate)}: {@code rate^shape x^(shape-1) exp(-rate x) / Gamma(shape)} for {@code
 * x > 0}; the mean is shape / rate.
 */
public final class Gamma extends NamedFamily {

  /** The family. */
  public Gamma() {
    super(
        "gamma",
        "gamma(shape = 3, rate = 2.8)",
        Parameter.positive("shape"),
        Parameter.positive("rate"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression shape = arguments.get(0);
    Expression rate = arguments.get(1);
    Expression normaliser =
        logOfPositive(rate).times(shape).minus(Expression.apply(SpecialFunction.LOG_GAMMA, shape));
    return Expression.apply(Guard.LOG_INSIDE, x)
        .times(shape.minus(1))
        .minus(Expression.apply(Guard.FINITE, x).times(rate))
        .plus(Intervals.openPositive(x))
        .plus(normaliser);
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.POSITIVE;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression shape = arguments.get(0);
    Expression rate = arguments.get(1);
    Expression integral =
        Expression.apply(LogInterval.GAMMA, shape, scaled(low, rate), scaled(high, rate));
    return Optional.of(
        integral
            .minus(Expression.apply(SpecialFunction.LOG_GAMMA, shape))
            .plus(zeroIfPositive(rate)));
  }

  private static Expression scaled(Expression end, Expression rate) {
    return Intervals.isInfinite(end) ? end : end.times(rate);
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    return x <= 0 ? 0 : GammaInterval.of(a[0], 0, x * a[1]).fractionOf(whole(a));
  }

  private static GammaInterval whole(double[] a) {
    return GammaInterval.of(a[0], 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) ? whole(a).quantile(p) / a[1] : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return j == 1 ? OptionalDouble.of(-x / a[1]) : OptionalDouble.empty();
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a)
        ? Math.max(
            AhrensDieterMarsagliaTsangGammaSampler.of(rng, a[0], 1 / a[1]).sample(),
            Double.MIN_VALUE)
        : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, 0);
    Intervals.require(valid(a) && from < high, this, low, high, a);
    double x = GammaInterval.of(a[0], from * a[1], high * a[1]).sample(rng) / a[1];
    return clamp(x, Math.max(from, Double.MIN_VALUE), high);
  }

  private static boolean valid(double[] a) {
    return positive(a[0]) && positive(a[1]);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ChengBetaSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.expression.SpecialFunction;
import org.skypool.core.math.BetaInterval;

/** {@code beta(a, b)}: {@code x^(a-1) (1-x)^(b-1) / B(a, b)} for {@code 0 < x < 1}. */
public final class Beta extends NamedFamily {

  private static final Expression LEAST = Expression.constant(Double.MIN_VALUE);
  private static final Expression LARGEST = Expression.constant(Math.nextDown(1.0));

  /** The family. */
  public Beta() {
    super("beta", "beta(0.867, 3.03)", Parameter.positive("a"), Parameter.positive("b"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression a = arguments.get(0);
    Expression b = arguments.get(1);
    Expression rest = Expression.constant(1).minus(x);
    return Expression.apply(Guard.LOG_INSIDE, x)
        .times(a.minus(1))
        .plus(Expression.apply(Guard.LOG_INSIDE, rest).times(b.minus(1)))
        .plus(Expression.apply(Guard.WITHIN, x, LEAST, LARGEST))
        .minus(Expression.apply(SpecialFunction.LOG_BETA, a, b));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.of(0, 1);
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression a = arguments.get(0);
    Expression b = arguments.get(1);
    return Optional.of(
        Expression.apply(LogInterval.BETA, a, b, low, high)
            .minus(Expression.apply(SpecialFunction.LOG_BETA, a, b)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    return BetaInterval.of(a[0], a[1], 0, x).fractionOf(BetaInterval.of(a[0], a[1], 0, 1));
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a) ? BetaInterval.of(a[0], a[1], 0, 1).quantile(p) : Double.NaN;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a) ? inside(ChengBetaSampler.of(rng, a[0], a[1]).sample()) : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = Math.max(low, 0);
    double to = Math.min(high, 1);
    Intervals.require(valid(a) && from < to, this, low, high, a);
    return inside(BetaInterval.of(a[0], a[1], from, to).sample(rng));
  }

  private static double inside(double x) {
    return clamp(x, Double.MIN_VALUE, Math.nextDown(1.0));
  }

  private static boolean valid(double[] a) {
    return positive(a[0]) && positive(a[1]);
  }
}

package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * {@code x / length} is of {@code beta(a, b)}: a piece of what is left of a stick. Density {@code
 * (x/length)^(a-1) (1 - x/length)^(b-1) / (length B(a, b))} for {@code 0 < x < length}.
 */
final class ScaledBeta extends NamedFamily {
  private static final Beta BETA = new Beta();
  private static final int LENGTH = 2;

  ScaledBeta() {
    super(
        "scaled_beta",
        "scaled_beta(2, 3, 0.5)",
        Parameter.positive("a"),
        Parameter.positive("b"),
        Parameter.positive("length"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression length = arguments.get(LENGTH);
    return BETA.logDensity(x.dividedBy(length), arguments.subList(0, LENGTH))
        .minus(logOfPositive(length));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return new Support(Expression.constant(0), arguments.get(LENGTH));
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression length = arguments.get(LENGTH);
    return BETA.logProbability(
            low.dividedBy(length), high.dividedBy(length), arguments.subList(0, LENGTH))
        .map(log -> log.plus(zeroIfPositive(length)));
  }

  @Override
  public double cumulative(double x, double[] a) {
    return positive(a[LENGTH]) ? BETA.cumulative(x / a[LENGTH], a) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return positive(a[LENGTH]) ? a[LENGTH] * BETA.quantile(p, a) : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return j == LENGTH ? OptionalDouble.of(x / a[LENGTH]) : OptionalDouble.empty();
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return positive(a[LENGTH]) ? inside(a[LENGTH] * BETA.sample(rng, a), a) : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    Intervals.require(positive(a[LENGTH]), this, low, high, a);
    double length = a[LENGTH];
    return inside(length * BETA.sampleBetween(rng, low / length, high / length, a), a);
  }

  private static double inside(double x, double[] a) {
    return clamp(x, Double.MIN_VALUE, Math.nextDown(a[LENGTH]));
  }
}

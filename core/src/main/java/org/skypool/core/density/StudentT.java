package org.skypool.core.density;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.TSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogInterval;
import org.skypool.core.expression.Scientific;
import org.skypool.core.expression.SpecialFunction;
import org.skypool.core.math.StudentInterval;

/**
 * {@code student_t(df, location, scale)}: the Student t density of {@code (x - location) / scale}
 * with {@code df} degrees of freedom, any positive number.
 */
public final class StudentT extends NamedFamily {

  /** The family. */
  public StudentT() {
    super(
        "student_t",
        "student_t(df = 4, location = 0, scale = 1)",
        Parameter.positive("df"),
        Parameter.real("location"),
        Parameter.positive("scale"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression df = arguments.get(0);
    Expression z = standardised(x, arguments);
    Expression tail = Expression.apply(Scientific.LOG1P, z.square().dividedBy(df));
    Expression normaliser =
        Expression.apply(SpecialFunction.LOG_GAMMA_HALF_STEP, df.times(0.5))
            .minus(logOfPositive(df.times(Math.PI)).times(0.5))
            .minus(logOfPositive(arguments.get(2)));
    return tail.times(df.plus(1).times(-0.5)).plus(normaliser);
  }

  private static Expression standardised(Expression x, List<Expression> arguments) {
    return Intervals.isInfinite(x) ? x : x.minus(arguments.get(1)).dividedBy(arguments.get(2));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.REAL;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    return Optional.of(
        Expression.apply(
                LogInterval.STUDENT_T,
                arguments.get(0),
                standardised(low, arguments),
                standardised(high, arguments))
            .plus(zeroIfPositive(arguments.get(2))));
  }

  @Override
  public double cumulative(double x, double[] a) {
    if (!valid(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    double z = (x - a[1]) / a[2];
    if (Double.isInfinite(z)) {
      return z > 0 ? 1 : 0;
    }
    StudentInterval below = StudentInterval.of(a[0], Double.NEGATIVE_INFINITY, -Math.abs(z));
    double tail = StrictMath.exp(below.logValue());
    return z > 0 ? 1 - tail : tail;
  }

  @Override
  public double quantile(double p, double[] a) {
    return valid(a)
        ? a[1]
            + a[2]
                * StudentInterval.of(a[0], Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                    .quantile(p)
        : Double.NaN;
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] a, int j) {
    return switch (j) {
      case 1 -> OptionalDouble.of(1);
      case 2 -> OptionalDouble.of((x - a[1]) / a[2]);
      default -> OptionalDouble.empty();
    };
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return valid(a) ? a[1] + a[2] * TSampler.of(rng, a[0]).sample() : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    Intervals.require(valid(a) && low < high, this, low, high, a);
    double from = (low - a[1]) / a[2];
    double to = (high - a[1]) / a[2];
    return clamp(a[1] + a[2] * StudentInterval.of(a[0], from, to).sample(rng), low, high);
  }

  private static boolean valid(double[] a) {
    return positive(a[0]) && finite(a[1]) && positive(a[2]);
  }
}

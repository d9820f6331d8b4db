package org.example.skypool;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.density.Density;
import org.skypool.core.density.Parameter;
import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/**
 * {@code gumbel(location, scale)}: what the largest of many draws follows, such as the luminosity of
 * the brightest galaxy of a group. With {@code z = (x - location) / scale} its log density is {@code
 * -z - exp(-z) - log(scale)}; the mean lies 0.5772 scales above the location, the standard deviation
 * is {@code pi scale / sqrt(6)}.
 *
 * <p>Source: Gumbel (1958), Statistics of Extremes, Columbia University Press.
 */
public final class Gumbel implements Density {

  @Override
  public String name() {
    return "gumbel";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.real("location"), Parameter.positive("scale"));
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression scale = arguments.get(1);
    Expression z = x.minus(arguments.get(0)).dividedBy(scale);
    return z.plus(z.negate().exp()).negate().minus(Expression.apply(Guard.LOG_OF_POSITIVE, scale));
  }

  @Override
  public Support support(List<Expression> arguments) {
    return Support.REAL;
  }

  /** Not written: the family cannot be truncated. */
  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    return Optional.empty();
  }

  @Override
  public double cumulative(double x, double[] a) {
    return isValid(a) ? StrictMath.exp(-StrictMath.exp(-(x - a[0]) / a[1])) : Double.NaN;
  }

  @Override
  public double quantile(double p, double[] a) {
    return isValid(a) ? a[0] - a[1] * StrictMath.log(-StrictMath.log(p)) : Double.NaN;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    double exponential = ZigguratSampler.Exponential.of(rng).sample();
    return isValid(a) ? a[0] - a[1] * StrictMath.log(exponential) : Double.NaN;
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    throw new UnsupportedOperationException("gumbel cannot be truncated");
  }

  @Override
  public String example() {
    return "gumbel(10.5, 0.2)";
  }

  private static boolean isValid(double[] a) {
    return Double.isFinite(a[0]) && a[1] > 0 && Double.isFinite(a[1]);
  }
}

package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.Scientific;

/**
 * The greatest of several independent numbers of one family, all of them below a bound: density
 * {@code n f(x) F(x)^(n-1) / F(bound)^n}. Taken one after the other, each bounded by the one above,
 * they are the family's order statistics, whose joint density is n! times the product.
 *
 * <p>Its arguments are those of the family and, where there is a bound, the bound.
 */
public final class Greatest implements Density {
  private static final Expression LEAST = Expression.constant(Double.NEGATIVE_INFINITY);

  private final Density family;
  private final int count;
  private final boolean bounded;

  /**
   * The greatest of some numbers.
   *
   * @param count how many
   * @param bounded whether the last argument is a bound
   * @throws IllegalArgumentException if the family has no probability of an interval
   */
  public Greatest(Density family, int count, boolean bounded) {
    List<Expression> any =
        family.parameters().stream().map(p -> (Expression) Expression.constant(1)).toList();
    if (family.logProbability(LEAST, Expression.constant(1), any).isEmpty()) {
      throw new IllegalArgumentException(
          family.name() + " has no closed probability of an interval and cannot be ordered");
    }
    this.family = family;
    this.count = count;
    this.bounded = bounded;
  }

  @Override
  public String name() {
    return "greatest of " + count + " " + family.name();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(family.parameters());
    if (bounded) {
      all.add(Parameter.real("high"));
    }
    return all;
  }

  private List<Expression> own(List<Expression> arguments) {
    return arguments.subList(0, family.parameters().size());
  }

  private double[] own(double[] arguments) {
    return Arrays.copyOf(arguments, family.parameters().size());
  }

  private Expression bound(List<Expression> arguments) {
    return bounded
        ? arguments.get(arguments.size() - 1)
        : Expression.constant(Double.POSITIVE_INFINITY);
  }

  /** Log probability of the family below x. */
  private Expression logBelow(Expression x, List<Expression> arguments) {
    return family.logProbability(LEAST, x, own(arguments)).orElseThrow();
  }

  private Expression logBelowBound(List<Expression> arguments) {
    return bounded ? logBelow(bound(arguments), arguments) : Expression.constant(0);
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    Expression single = family.logDensity(x, own(arguments)).plus(Math.log(count));
    Expression others =
        count == 1 ? Expression.constant(0) : logBelow(x, arguments).times(count - 1.0);
    Expression all = single.plus(others).minus(logBelowBound(arguments).times((double) count));
    return bounded ? all.plus(Expression.apply(Guard.WITHIN, x, LEAST, bound(arguments))) : all;
  }

  @Override
  public Support support(List<Expression> arguments) {
    Support all = family.support(own(arguments));
    return bounded ? all.intersect(new Support(LEAST, bound(arguments))) : all;
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    Expression top = bounded ? Expression.apply(Binary.MIN, high, bound(arguments)) : high;
    Expression upper =
        logBelow(top, arguments).minus(logBelowBound(arguments)).times((double) count);
    if (low instanceof Expression.Constant c && c.value() == Double.NEGATIVE_INFINITY) {
      return Optional.of(upper);
    }
    Expression lower =
        logBelow(Expression.apply(Binary.MIN, low, top), arguments)
            .minus(logBelowBound(arguments))
            .times((double) count);
    Expression part = Expression.apply(Scientific.EXPM1, lower.minus(upper)).negate();
    return Optional.of(upper.plus(Expression.apply(Guard.LOG_OF_LENGTH, part)));
  }

  private double fractionBelowBound(double[] a) {
    return bounded ? family.cumulative(a[a.length - 1], own(a)) : 1;
  }

  @Override
  public double cumulative(double x, double[] a) {
    double fraction = family.cumulative(x, own(a)) / fractionBelowBound(a);
    double inside = Math.min(fraction, 1);
    return StrictMath.pow(inside, count);
  }

  @Override
  public double quantile(double p, double[] a) {
    double single = count == 1 ? p : StrictMath.pow(p, 1.0 / count);
    double x = family.quantile(fractionBelowBound(a) * single, own(a));
    return bounded ? Math.min(x, a[a.length - 1]) : x;
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] a) {
    return quantile(rng.nextDouble(), a);
  }

  @Override
  public double sampleBetween(UniformRandomProvider rng, double low, double high, double[] a) {
    double from = cumulative(low, a);
    double to = cumulative(high, a);
    Intervals.require(from < to, this, low, high, a);
    return NamedFamily.clamp(quantile(from + rng.nextDouble() * (to - from), a), low, high);
  }

  @Override
  public String example() {
    return "\"m1 < m2\" = \"" + family.example() + "\"";
  }
}

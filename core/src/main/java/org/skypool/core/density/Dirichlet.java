package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.SpecialFunction;

/**
 * {@code dirichlet(a_1, ..., a_K)} of K - 1 fractions, the last one being {@code 1 - sum}: density
 * {@code Gamma(sum a) / prod Gamma(a_k) prod x_k^(a_k - 1)} in the coordinates {@code x_1 ...
 * x_(K-1)}, all of them and their rest positive.
 *
 * <p>Each fraction is a piece of what those before it leave: beta distributed, between 0 and the
 * rest.
 */
public final class Dirichlet implements JointFamily {
  private static final Expression LEAST = Expression.constant(Double.MIN_VALUE);
  private static final Expression LARGEST = Expression.constant(Math.nextDown(1.0));

  @Override
  public String name() {
    return "dirichlet";
  }

  @Override
  public List<Parameter> parameters(int variables) {
    List<Parameter> all = new ArrayList<>();
    for (int k = 1; k <= variables + 1; k++) {
      all.add(Parameter.positive("a" + k));
    }
    return all;
  }

  @Override
  public List<Conditional> conditionals(List<Expression> x, List<Expression> arguments) {
    Density family = new ScaledBeta();
    List<Conditional> all = new ArrayList<>();
    Expression rest = Expression.constant(1);
    for (int j = 0; j < x.size(); j++) {
      Expression others =
          arguments.subList(j + 1, arguments.size()).stream()
              .reduce(Expression::plus)
              .orElseThrow();
      all.add(new Conditional(family, List.of(arguments.get(j), others, rest)));
      rest = rest.minus(x.get(j));
    }
    return all;
  }

  /** In closed form, which is minus infinity and not undefined where the fractions exceed 1. */
  @Override
  public Expression logDensity(List<Expression> x, List<Expression> arguments) {
    List<Expression> fractions = new ArrayList<>(x);
    fractions.add(x.stream().reduce(Expression.constant(1), (rest, each) -> rest.minus(each)));
    Expression total = arguments.stream().reduce(Expression::plus).orElseThrow();
    Expression sum = logGamma(total);
    for (int k = 0; k < fractions.size(); k++) {
      Expression fraction = fractions.get(k);
      Expression a = arguments.get(k);
      sum =
          sum.plus(Expression.apply(Guard.LOG_INSIDE, fraction).times(a.minus(1)))
              .plus(Expression.apply(Guard.WITHIN, fraction, LEAST, LARGEST))
              .plus(NamedFamily.zeroIfPositive(a))
              .minus(logGamma(a));
    }
    return sum;
  }

  private static Expression logGamma(Expression x) {
    return Expression.apply(SpecialFunction.LOG_GAMMA, x);
  }

  @Override
  public String example() {
    return "density.\"red,green\" = \"dirichlet(2, 3, 4)\"";
  }
}

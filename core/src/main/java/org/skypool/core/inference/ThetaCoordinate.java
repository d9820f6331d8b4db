package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.density.Density;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.density.Normal;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.density.Support;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/**
 * How an individual parameter follows from a coordinate u on the real line.
 *
 * <ul>
 *   <li>centred: {@code theta = u}; with an end, {@code theta = low + e^u} or {@code high - e^u};
 *       with two, {@code theta = low + (high - low) / (1 + e^-u)}. The log Jacobian is added.
 *   <li>non-centred, for a normal, log-normal or Student density: {@code theta = mean + sd u},
 *       {@code e^(mean + sd u)}, {@code location + scale u} (Papaspiliopoulos, Roberts &amp; Skold
 *       2007, doi:10.1214/088342307000000014). The density of u is then the standard one.
 * </ul>
 *
 * @param theta the individual parameter
 * @param centred which of the two
 * @param value theta over the column {@link #column}, other thetas, covariates, hyperparameters
 * @param inverse centred: the coordinate over the draw column theta; non-centred: null
 * @param logFactor centred: log Jacobian; non-centred: log density of u
 */
record ThetaCoordinate(
    String theta, boolean centred, Expression value, Expression inverse, Expression logFactor) {

  /** Name of the column of u: not a name a formula can use. */
  String column() {
    return column(theta);
  }

  private static String column(String theta) {
    return "u(" + theta + ")";
  }

  /** The theta as its own coordinate, or a function of one that respects its support. */
  static ThetaCoordinate centred(String theta, Support support) {
    Expression u = Expression.draw(column(theta));
    Expression x = Expression.draw(theta);
    Expression low = edge(support.lower());
    Expression high = edge(support.upper());
    boolean below = isInfinite(low);
    boolean above = isInfinite(high);
    if (below && above) {
      return new ThetaCoordinate(theta, true, u, x, Expression.constant(0));
    }
    if (above) {
      return new ThetaCoordinate(theta, true, low.plus(u.exp()), x.minus(low).log(), u);
    }
    if (below) {
      return new ThetaCoordinate(theta, true, high.minus(u.exp()), high.minus(x).log(), u);
    }
    Expression width = high.minus(low);
    Expression rest = u.negate().exp().plus(1);
    return new ThetaCoordinate(
        theta,
        true,
        low.plus(width.dividedBy(rest)),
        x.minus(low).log().minus(high.minus(x).log()),
        width.log().minus(u).minus(rest.log().times(2)));
  }

  /** An end without the infinite ends of other supports it was compared with. */
  private static Expression edge(Expression end) {
    if (end instanceof Expression.Application a
        && (a.function() == Binary.MIN || a.function() == Binary.MAX)) {
      double neutral =
          a.function() == Binary.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      Expression first = edge(a.arguments().get(0));
      Expression second = edge(a.arguments().get(1));
      for (Expression one : List.of(first, second)) {
        if (one instanceof Expression.Constant c && Double.isInfinite(c.value())) {
          return c.value() != neutral ? one : one == first ? second : first;
        }
      }
      return Expression.apply(a.function(), first, second);
    }
    return end;
  }

  private static boolean isInfinite(Expression end) {
    return end instanceof Expression.Constant c && Double.isInfinite(c.value());
  }

  /** The theta on the scale of its density; empty unless that is of location and scale. */
  static Optional<ThetaCoordinate> nonCentred(String theta, DensityTerm factor) {
    if (!(factor instanceof NamedTerm named)) {
      return Optional.empty();
    }
    Expression u = Expression.draw(column(theta));
    List<Expression> standard = new ArrayList<>(named.arguments());
    int n = standard.size();
    switch (named.family().name()) {
      case "normal", "log_normal", "student_t" -> {
        Expression scale = standard.get(n - 1);
        Expression linear = standard.get(n - 2).plus(scale.times(u));
        boolean log = named.family().name().equals("log_normal");
        standard.set(n - 2, Expression.constant(0));
        standard.set(n - 1, Expression.constant(1));
        Density family = log ? new Normal() : named.family();
        Expression logDensity = family.logDensity(u, standard).plus(positive(scale));
        return Optional.of(
            new ThetaCoordinate(theta, false, log ? linear.exp() : linear, null, logDensity));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  /** 0 where the scale is positive, minus infinity elsewhere. */
  private static Expression positive(Expression scale) {
    return Expression.apply(
        Guard.WITHIN,
        scale,
        Expression.constant(Double.MIN_NORMAL),
        Expression.constant(Double.MAX_VALUE));
  }

  /** The factors of a density, products taken apart. */
  static List<DensityTerm> factors(DensityTerm density) {
    if (density instanceof ProductTerm product) {
      return product.factors().stream().flatMap(f -> factors(f).stream()).toList();
    }
    return List.of(density);
  }
}

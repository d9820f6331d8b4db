package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogSum;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.Replacement;

/**
 * A density of one variable between two ends, given by its logarithm up to a constant: it is
 * normalised numerically, for every value of what it depends on.
 *
 * <p>The integral is a Gauss-Legendre sum of {@value #FINE} points, checked by one of {@value
 * #COARSE}: where their logarithms differ by more than 1e-8 the density is NaN, which makes a
 * likelihood undefined there. They agree for shapes that are smooth and no narrower than about a
 * hundredth of the interval; a singular end, a kink or a jump needs an interval that ends there.
 */
public final class NormalisedTerm implements DensityTerm {
  private static final int FINE = 128;
  private static final int COARSE = 64;

  private final String variable;
  private final Expression x;
  private final Expression shape;
  private final Expression low;
  private final Expression high;
  private final ShapeSampler sampler;

  private NormalisedTerm(
      String variable, Expression x, Expression shape, Expression low, Expression high) {
    this.variable = variable;
    this.x = x;
    this.shape = shape;
    this.low = low;
    this.high = high;
    this.sampler = new ShapeSampler(variable, shape, low, high);
  }

  /**
   * Makes the density.
   *
   * @param variable its name
   * @param x the variable, a quantity of draws
   * @param shape logarithm of the density up to a constant, over the variable and anything else
   * @param low lower end, finite
   * @param high upper end, finite and above it
   * @throws IllegalArgumentException if an end depends on the variable, or is not finite
   */
  public static NormalisedTerm of(
      String variable, Expression x, Expression shape, Expression low, Expression high) {
    if (NamesIn.of(List.of(low, high)).all().contains(variable)) {
      throw new IllegalArgumentException("an end of the interval depends on " + variable);
    }
    if (Intervals.isInfinite(low) || Intervals.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a density is normalised numerically between two finite ends only");
    }
    return new NormalisedTerm(variable, x, shape, low, high);
  }

  @Override
  public Expression logDensity() {
    return at(x).plus(Expression.apply(Guard.WITHIN, x, low, high)).minus(logIntegral());
  }

  /** The shape at a place, or at the end nearest to it. */
  private Expression at(Expression place) {
    Expression inside =
        Expression.apply(Binary.MIN, Expression.apply(Binary.MAX, place, low), high);
    return Replacement.ofDraws(shape, Map.of(variable, inside));
  }

  private Expression logIntegral() {
    return Expression.apply(
            Guard.AGREED, logIntegral(low, high, FINE), logIntegral(low, high, COARSE))
        .plus(Expression.apply(Guard.ORDERED, low, high));
  }

  private Expression logIntegral(Expression from, Expression to, int points) {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(points);
    Expression length = to.minus(from);
    Expression[] terms = new Expression[points];
    for (int q = 0; q < points; q++) {
      double part = 0.5 * (1 + rule.getPoint(q));
      terms[q] =
          at(from.times(1 - part).plus(to.times(part)))
              .plus(StrictMath.log(0.5 * rule.getWeight(q)));
    }
    return Expression.apply(LogSum.of(points), terms)
        .plus(Expression.apply(Guard.LOG_OF_LENGTH, length));
  }

  @Override
  public Set<String> variables() {
    return Set.of(variable);
  }

  @Override
  public Set<String> dependsOn() {
    List<Expression> all = new ArrayList<>(List.of(shape, low, high));
    Set<String> names = new TreeSet<>(NamesIn.of(all).all());
    names.remove(variable);
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Support support(String name) {
    Terms.requireVariable(this, name);
    return new Support(low, high);
  }

  @Override
  public Optional<Expression> logProbability(Expression from, Expression to) {
    Expression part =
        logIntegral(
            Expression.apply(Binary.MAX, from, low), Expression.apply(Binary.MIN, to, high), FINE);
    return Optional.of(part.minus(logIntegral()));
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    sampleBetween(rng, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, point);
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double from, double to, Map<String, Double> point) {
    point.put(variable, sampler.sample(rng, from, to, point));
  }
}

package org.skypool.core.density;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.NamesIn;

/**
 * A density of one variable restricted to {@code low .. high} and normalised again. NaN where no
 * probability lies there.
 */
public final class TruncatedTerm implements DensityTerm {

  private final DensityTerm base;
  private final Expression x;
  private final Expression low;
  private final Expression high;
  private final Evaluation ends;

  private TruncatedTerm(DensityTerm base, Expression x, Expression low, Expression high) {
    this.base = base;
    this.x = x;
    this.low = low;
    this.high = high;
    this.ends = new Evaluation(List.of(low, high));
  }

  /**
   * Makes the truncated density.
   *
   * @param base density of one variable
   * @param x the variable
   * @param low lower end, possibly infinite
   * @param high upper end, possibly infinite
   * @throws IllegalArgumentException if the probability of an interval has no closed form under
   *     {@code base}, or an end depends on the variable
   */
  public static TruncatedTerm of(DensityTerm base, Expression x, Expression low, Expression high) {
    if (base.logProbability(low, high).isEmpty()) {
      throw new IllegalArgumentException(
          base.variables().size() > 1
              ? "only a density of one variable can be truncated, not of " + base.variables()
              : "this density of %s has no closed form for the probability of an interval"
                  .formatted(base.variables()));
    }
    TruncatedTerm term = new TruncatedTerm(base, x, low, high);
    if (!Collections.disjoint(NamesIn.of(List.of(low, high)).all(), base.variables())) {
      throw new IllegalArgumentException(
          "an end of the truncation depends on the variable " + base.variables());
    }
    return term;
  }

  /** The density that is truncated. */
  public DensityTerm base() {
    return base;
  }

  @Override
  public Expression logDensity() {
    return base.logDensity().plus(logCut());
  }

  /** What the truncation adds to the log density of its base. */
  Expression logCut() {
    return Expression.apply(Guard.WITHIN, x, low, high)
        .minus(base.logProbability(low, high).orElseThrow());
  }

  @Override
  public Set<String> variables() {
    return base.variables();
  }

  @Override
  public Set<String> dependsOn() {
    Set<String> names = new TreeSet<>(base.dependsOn());
    names.addAll(NamesIn.of(List.of(low, high)).all());
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Support support(String name) {
    return base.support(name).intersect(new Support(low, high));
  }

  @Override
  public List<Expression> breaks() {
    return base.breaks();
  }

  @Override
  public Optional<Expression> logProbability(Expression from, Expression to) {
    return base.logProbability(
            Expression.apply(Binary.MAX, from, low), Expression.apply(Binary.MIN, to, high))
        .map(inner -> inner.minus(base.logProbability(low, high).orElseThrow()));
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    double[] at = ends.at(point);
    base.sampleBetween(rng, at[0], at[1], point);
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double from, double to, Map<String, Double> point) {
    double[] at = ends.at(point);
    base.sampleBetween(rng, Math.max(from, at[0]), Math.min(to, at[1]), point);
  }
}

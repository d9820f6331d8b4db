package org.skypool.core.density;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;

/**
 * A density given by its logarithm alone, for populations no product of named distributions
 * describes (a phase-space distribution function, say). That it integrates to 1 is the author's
 * responsibility; it cannot be drawn from or truncated.
 */
public final class FreeTerm implements DensityTerm {

  private final Set<String> variables;
  private final Expression logDensity;

  private FreeTerm(Set<String> variables, Expression logDensity) {
    this.variables = variables;
    this.logDensity = logDensity;
  }

  /** Makes the term. */
  public static FreeTerm of(List<String> variables, Expression logDensity) {
    return new FreeTerm(Collections.unmodifiableSet(new LinkedHashSet<>(variables)), logDensity);
  }

  @Override
  public Expression logDensity() {
    return logDensity;
  }

  @Override
  public Set<String> variables() {
    return variables;
  }

  @Override
  public Set<String> dependsOn() {
    Set<String> names = new TreeSet<>(NamesIn.of(logDensity).all());
    names.removeAll(variables);
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Support support(String name) {
    Terms.requireVariable(this, name);
    return Support.REAL;
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    return Optional.empty();
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    throw new UnsupportedOperationException(
        "a density given by its logarithm cannot be drawn from: " + variables);
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    throw Terms.cannotTruncate(this);
  }
}

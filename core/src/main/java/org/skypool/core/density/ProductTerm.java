package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * A product of densities of different variables, each of which may depend on the variables of
 * others as long as they can be drawn one after the other.
 */
public final class ProductTerm implements DensityTerm {

  private final List<DensityTerm> factors;
  private final List<DensityTerm> order;
  private final Set<String> variables;

  private ProductTerm(List<DensityTerm> factors, Set<String> variables) {
    this.factors = List.copyOf(factors);
    this.variables = Collections.unmodifiableSet(variables);
    this.order = drawingOrder();
  }

  /**
   * Makes the product.
   *
   * @throws IllegalArgumentException if two factors are densities of the same variable, or if they
   *     depend on each other in a circle
   */
  public static ProductTerm of(List<DensityTerm> factors) {
    Set<String> variables = new LinkedHashSet<>();
    for (DensityTerm factor : factors) {
      for (String variable : factor.variables()) {
        if (!variables.add(variable)) {
          throw new IllegalArgumentException("'" + variable + "' has two densities");
        }
      }
    }
    return new ProductTerm(factors, variables);
  }

  private List<DensityTerm> drawingOrder() {
    List<DensityTerm> open = new ArrayList<>(factors);
    List<DensityTerm> sorted = new ArrayList<>();
    Set<String> pending = new LinkedHashSet<>(variables);
    while (!open.isEmpty()) {
      DensityTerm next =
          open.stream()
              .filter(f -> Collections.disjoint(f.dependsOn(), pending))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the densities of " + pending + " depend on each other in a circle"));
      open.remove(next);
      sorted.add(next);
      pending.removeAll(next.variables());
    }
    return List.copyOf(sorted);
  }

  /** The factors. */
  public List<DensityTerm> factors() {
    return factors;
  }

  @Override
  public Expression logDensity() {
    return factors.stream().map(DensityTerm::logDensity).reduce(Expression::plus).orElseThrow();
  }

  @Override
  public Set<String> variables() {
    return variables;
  }

  @Override
  public Set<String> dependsOn() {
    Set<String> names = new TreeSet<>();
    factors.forEach(f -> names.addAll(f.dependsOn()));
    names.removeAll(variables);
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Support support(String name) {
    Terms.requireVariable(this, name);
    return factors.stream()
        .filter(f -> f.variables().contains(name))
        .findFirst()
        .orElseThrow()
        .support(name);
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    return Optional.empty();
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    order.forEach(factor -> factor.sample(rng, point));
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    throw Terms.cannotTruncate(this);
  }
}

package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;

/** A named distribution of several variables together. */
public final class JointTerm implements DensityTerm {

  private final JointFamily family;
  private final List<Expression> arguments;
  private final Expression logDensity;
  private final List<NamedTerm> conditionals;
  private final ProductTerm product;

  private JointTerm(
      JointFamily family,
      List<Expression> arguments,
      Expression logDensity,
      List<NamedTerm> conditionals) {
    this.family = family;
    this.arguments = List.copyOf(arguments);
    this.logDensity = logDensity;
    this.conditionals = List.copyOf(conditionals);
    this.product = ProductTerm.of(List.copyOf(conditionals));
  }

  /**
   * Makes the term.
   *
   * @param names of the variables
   * @param variables draw columns or hyperparameters of these names
   * @param arguments one for each parameter of the family
   * @throws IllegalArgumentException if the number of arguments is wrong, a variable stands twice
   *     or an argument depends on one of them
   */
  public static JointTerm of(
      List<String> names,
      List<Expression> variables,
      JointFamily family,
      List<Expression> arguments) {
    int wanted = family.parameters(names.size()).size();
    if (arguments.size() != wanted) {
      throw new IllegalArgumentException(
          "%s of %d variables takes %d arguments, not %d"
              .formatted(family.name(), names.size(), wanted, arguments.size()));
    }
    if (!Collections.disjoint(NamesIn.of(arguments).all(), names)) {
      throw new IllegalArgumentException(
          "an argument of %s depends on its variables %s".formatted(family.name(), names));
    }
    List<JointFamily.Conditional> parts = family.conditionals(variables, arguments);
    List<NamedTerm> terms = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      terms.add(
          NamedTerm.of(
              names.get(j), variables.get(j), parts.get(j).family(), parts.get(j).arguments()));
    }
    return new JointTerm(family, arguments, family.logDensity(variables, arguments), terms);
  }

  /** The distribution. */
  public JointFamily family() {
    return family;
  }

  /** Its arguments. */
  public List<Expression> arguments() {
    return arguments;
  }

  /** The density of each variable given those before it. */
  public List<NamedTerm> conditionals() {
    return conditionals;
  }

  @Override
  public Expression logDensity() {
    return logDensity;
  }

  @Override
  public Set<String> variables() {
    return product.variables();
  }

  @Override
  public Set<String> dependsOn() {
    return product.dependsOn();
  }

  @Override
  public Support support(String name) {
    return product.support(name);
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    return conditionals.size() == 1
        ? conditionals.get(0).logProbability(low, high)
        : Optional.empty();
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    product.sample(rng, point);
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    if (conditionals.size() > 1) {
      throw Terms.cannotTruncate(this);
    }
    conditionals.get(0).sampleBetween(rng, low, high, point);
  }
}

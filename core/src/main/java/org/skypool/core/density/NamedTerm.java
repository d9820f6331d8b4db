package org.skypool.core.density;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;

/** A named distribution of one variable, its arguments being expressions of other names. */
public final class NamedTerm implements DensityTerm {

  private final String variable;
  private final Expression x;
  private final Density family;
  private final List<Expression> arguments;
  private final Set<String> dependsOn;
  private final Evaluation evaluation;

  private NamedTerm(String variable, Expression x, Density family, List<Expression> arguments) {
    this.variable = variable;
    this.x = x;
    this.family = family;
    this.arguments = List.copyOf(arguments);
    this.dependsOn = NamesIn.of(this.arguments).all();
    this.evaluation = new Evaluation(this.arguments);
  }

  /**
   * Makes the term.
   *
   * @param variable name of the variable
   * @param x the variable: a draw column, a covariate or a hyperparameter of that name
   * @param family the distribution
   * @param arguments one for each of its parameters, in their order
   * @throws IllegalArgumentException if the number of arguments is wrong or one of them depends on
   *     the variable itself
   */
  public static NamedTerm of(
      String variable, Expression x, Density family, List<Expression> arguments) {
    if (arguments.size() != family.parameters().size()) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, not %d"
              .formatted(family.name(), family.parameters().size(), arguments.size()));
    }
    NamedTerm term = new NamedTerm(variable, x, family, arguments);
    if (term.dependsOn.contains(variable)) {
      throw new IllegalArgumentException(
          "an argument of the density of '" + variable + "' depends on '" + variable + "' itself");
    }
    return term;
  }

  /** The distribution. */
  public Density family() {
    return family;
  }

  /** Its arguments. */
  public List<Expression> arguments() {
    return arguments;
  }

  @Override
  public Expression logDensity() {
    return family.logDensity(x, arguments);
  }

  @Override
  public Set<String> variables() {
    return Set.of(variable);
  }

  @Override
  public Set<String> dependsOn() {
    return dependsOn;
  }

  @Override
  public Support support(String name) {
    Terms.requireVariable(this, name);
    return family.support(arguments);
  }

  @Override
  public List<Expression> breaks() {
    return family.breaks(arguments);
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    return family.logProbability(low, high, arguments);
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    point.put(variable, family.sample(rng, evaluation.at(point)));
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    point.put(variable, family.sampleBetween(rng, low, high, evaluation.at(point)));
  }
}

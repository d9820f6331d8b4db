package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LogMixture;
import org.skypool.core.expression.NamesIn;

/**
 * A mixture {@code w_1 d_1 + ... + w_n d_n} of densities of the same variables; the last weight is
 * 1 minus the others. A weight outside [0, 1] makes the log density NaN.
 */
public final class MixtureTerm implements DensityTerm {

  private final List<Expression> weights;
  private final List<DensityTerm> components;
  private final Evaluation evaluation;

  private MixtureTerm(List<Expression> weights, List<DensityTerm> components) {
    this.weights = List.copyOf(weights);
    this.components = List.copyOf(components);
    this.evaluation = new Evaluation(this.weights);
  }

  /**
   * Makes the mixture.
   *
   * @param weights all weights but the last
   * @param components the densities
   * @throws IllegalArgumentException unless there are 2 components or more of the same variables,
   *     one more than weights, and no weight depends on a variable
   */
  public static MixtureTerm of(List<Expression> weights, List<DensityTerm> components) {
    if (components.size() < 2 || weights.size() != components.size() - 1) {
      throw new IllegalArgumentException(
          "a mixture of %d densities has %d weights, not %d"
              .formatted(components.size(), components.size() - 1, weights.size()));
    }
    Set<String> variables = components.get(0).variables();
    for (DensityTerm component : components) {
      if (!component.variables().equals(variables)) {
        throw new IllegalArgumentException(
            "the densities of a mixture have different variables: %s and %s"
                .formatted(variables, component.variables()));
      }
    }
    MixtureTerm term = new MixtureTerm(weights, components);
    if (!Collections.disjoint(NamesIn.of(weights).all(), variables)) {
      throw new IllegalArgumentException(
          "a weight of a mixture depends on its variables " + variables);
    }
    return term;
  }

  /** All weights but the last. */
  public List<Expression> weights() {
    return weights;
  }

  /** The densities. */
  public List<DensityTerm> components() {
    return components;
  }

  @Override
  public Expression logDensity() {
    return mix(components.stream().map(DensityTerm::logDensity).toList());
  }

  private Expression mix(List<Expression> logs) {
    List<Expression> arguments = new ArrayList<>(weights);
    arguments.addAll(logs);
    return Expression.apply(LogMixture.of(components.size()), arguments.toArray(Expression[]::new));
  }

  @Override
  public Set<String> variables() {
    return components.get(0).variables();
  }

  @Override
  public Set<String> dependsOn() {
    Set<String> names = new TreeSet<>(NamesIn.of(weights).all());
    components.forEach(c -> names.addAll(c.dependsOn()));
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Support support(String name) {
    return components.stream().map(c -> c.support(name)).reduce(Support::hull).orElseThrow();
  }

  @Override
  public List<Expression> breaks() {
    return components.stream().flatMap(component -> component.breaks().stream()).toList();
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    List<Expression> logs =
        components.stream().flatMap(c -> c.logProbability(low, high).stream()).toList();
    return logs.size() == components.size() ? Optional.of(mix(logs)) : Optional.empty();
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    components.get(choose(rng, allWeights(point))).sample(rng, point);
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    double[] chances = allWeights(point);
    List<Expression> logs = new ArrayList<>();
    for (DensityTerm component : components) {
      logs.add(
          component
              .logProbability(Expression.constant(low), Expression.constant(high))
              .orElseThrow(() -> Terms.cannotTruncate(this)));
    }
    double[] logProbability = new Evaluation(logs).at(point);
    for (int i = 0; i < chances.length; i++) {
      chances[i] = chances[i] == 0 ? 0 : chances[i] * StrictMath.exp(logProbability[i]);
    }
    components.get(choose(rng, chances)).sampleBetween(rng, low, high, point);
  }

  private double[] allWeights(Map<String, Double> point) {
    double[] given = evaluation.at(point);
    double[] all = java.util.Arrays.copyOf(given, components.size());
    all[all.length - 1] = LogMixture.lastWeight(given);
    if (Double.isNaN(all[all.length - 1])) {
      throw new IllegalArgumentException(
          "weights of a mixture must be in [0, 1] and sum to 1 at most: "
              + java.util.Arrays.toString(given));
    }
    return all;
  }

  private int choose(UniformRandomProvider rng, double[] chances) {
    double total = java.util.Arrays.stream(chances).sum();
    if (!(total > 0)) {
      throw new IllegalArgumentException("no component of the mixture has any probability there");
    }
    double u = rng.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        last = i;
        if (u < chances[i]) {
          return i;
        }
      }
      u -= chances[i];
    }
    return last;
  }
}

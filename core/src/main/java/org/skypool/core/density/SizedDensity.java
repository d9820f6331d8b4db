package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;

/**
 * A family whose vectors have a length: {@code histogram(low, high, heights)} with three heights
 * has the parameters {@code low, high, heights[1], heights[2], heights[3]}.
 */
public final class SizedDensity implements Density {
  private final Density family;
  private final List<Parameter> parameters;

  private SizedDensity(Density family, List<Integer> lengths) {
    this.family = family;
    List<Parameter> flat = new ArrayList<>();
    int vectors = 0;
    for (Parameter parameter : family.parameters()) {
      if (parameter.isVector()) {
        int length = lengths.get(vectors++);
        for (int i = 1; i <= length; i++) {
          flat.add(parameter.element(i));
        }
      } else {
        flat.add(parameter);
      }
    }
    this.parameters = List.copyOf(flat);
  }

  /**
   * The family for vectors of given lengths; the family itself where it has none.
   *
   * @param lengths one for each vector, in the order of the parameters
   * @throws IllegalArgumentException where the family refuses them
   */
  public static Density of(Density family, List<Integer> lengths) {
    family.checkLengths(lengths);
    return family.parameters().stream().anyMatch(Parameter::isVector)
        ? new SizedDensity(family, lengths)
        : family;
  }

  @Override
  public String name() {
    return family.name();
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Expression logDensity(Expression x, List<Expression> arguments) {
    return family.logDensity(x, arguments);
  }

  @Override
  public Support support(List<Expression> arguments) {
    return family.support(arguments);
  }

  @Override
  public List<Expression> breaks(List<Expression> arguments) {
    return family.breaks(arguments);
  }

  @Override
  public Optional<Expression> logProbability(
      Expression low, Expression high, List<Expression> arguments) {
    return family.logProbability(low, high, arguments);
  }

  @Override
  public double cumulative(double x, double[] arguments) {
    return family.cumulative(x, arguments);
  }

  @Override
  public double quantile(double p, double[] arguments) {
    return family.quantile(p, arguments);
  }

  @Override
  public OptionalDouble quantileSlope(double x, double[] arguments, int j) {
    return family.quantileSlope(x, arguments, j);
  }

  @Override
  public double sample(UniformRandomProvider rng, double[] arguments) {
    return family.sample(rng, arguments);
  }

  @Override
  public double sampleBetween(
      UniformRandomProvider rng, double low, double high, double[] arguments) {
    return family.sampleBetween(rng, low, high, arguments);
  }

  @Override
  public String example() {
    return family.example();
  }

  @Override
  public String toString() {
    return family.toString();
  }
}

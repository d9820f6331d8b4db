package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Greatest;
import org.skypool.core.density.JointTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Expression;

/**
 * A key of the hyperprior that stands for several hyperparameters: {@code "m1 < m2 < m3"}, which
 * have one density and are ordered, or {@code "w1,w2"}, which have a joint density.
 *
 * <p>Numbers of one density in ascending order are its order statistics, with n! times the product
 * as density. Each is given by those above it: the greatest of n, then the greatest of n - 1 below
 * that one, and so on.
 *
 * @param names of the hyperparameters, in the order of the key
 * @param ordered whether they ascend
 */
public record HyperpriorGroup(List<String> names, boolean ordered) {
  private static final String ASCENDING = "<";
  private static final String JOINT = ",";

  /** The names that a key stands for: itself, or those of a group. */
  public static List<String> namesIn(String key) {
    return key.contains(ASCENDING) || key.contains(JOINT) ? of(key).names() : List.of(key);
  }

  static boolean isGroup(String key) {
    return namesIn(key).size() > 1;
  }

  static HyperpriorGroup of(String key) {
    boolean ordered = key.contains(ASCENDING);
    return new HyperpriorGroup(
        Arrays.stream(key.split(ordered ? ASCENDING : JOINT, -1)).map(String::strip).toList(),
        ordered);
  }

  /**
   * The prior of each given others.
   *
   * @param terms one per member, in their order, where they are ordered; else the joint density
   * @throws IllegalArgumentException if there is none
   */
  List<NamedTerm> factors(List<DensityTerm> terms) {
    return ordered ? ascending(terms) : conditionals(terms.get(0));
  }

  private List<NamedTerm> ascending(List<DensityTerm> terms) {
    List<NamedTerm> factors = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      if (!(terms.get(j) instanceof NamedTerm own)) {
        throw new IllegalArgumentException("ordered hyperparameters need a single named density");
      }
      boolean bounded = j < names.size() - 1;
      List<Expression> arguments = new ArrayList<>(own.arguments());
      if (bounded) {
        arguments.add(Expression.hyperparameter(names.get(j + 1)));
      }
      factors.add(
          NamedTerm.of(
              names.get(j),
              Expression.hyperparameter(names.get(j)),
              new Greatest(own.family(), j + 1, bounded),
              arguments));
    }
    return factors;
  }

  private static List<NamedTerm> conditionals(DensityTerm term) {
    if (term instanceof NamedTerm named) {
      return List.of(named);
    } else if (term instanceof JointTerm joint) {
      return joint.conditionals();
    } else if (term instanceof ProductTerm product) {
      return product.factors().stream().flatMap(f -> conditionals(f).stream()).toList();
    }
    throw new IllegalArgumentException(
        "a joint hyperprior must be a named density or a product of them");
  }
}

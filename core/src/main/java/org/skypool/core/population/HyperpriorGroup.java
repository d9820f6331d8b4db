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
 * A key of the hyperprior that stands for several hyperparameters. {@code "w1,w2"} have a joint
 * density. {@code "m1 < m2 < m3"} have one density each, all the same, and ascend; and {@code
 * "x1,y1 < x2,y2"} are vectors of one joint density whose first components ascend.
 *
 * <p>Ascending numbers of one density are its order statistics, with n! times the product as
 * density. Each is given by those above it: the greatest of n, then the greatest of n - 1 below
 * that one, and so on. The other components of a vector follow from its first.
 *
 * @param vectors names of the hyperparameters, in the order of the key
 */
public record HyperpriorGroup(List<List<String>> vectors) {
  private static final String ASCENDING = "<";
  private static final String JOINT = ",";

  /** The names that a key stands for: itself, or those of a group. */
  public static List<String> namesIn(String key) {
    return key.contains(ASCENDING) || key.contains(JOINT)
        ? of(key).vectors().stream().flatMap(List::stream).toList()
        : List.of(key);
  }

  static boolean isGroup(String key) {
    return namesIn(key).size() > 1;
  }

  static HyperpriorGroup of(String key) {
    return new HyperpriorGroup(split(key, ASCENDING).map(v -> split(v, JOINT).toList()).toList());
  }

  private static java.util.stream.Stream<String> split(String text, String separator) {
    return Arrays.stream(text.split(separator, -1)).map(String::strip);
  }

  /**
   * The prior of each given others.
   *
   * @param terms density of each vector, in their order
   * @throws IllegalArgumentException if there is none
   */
  List<NamedTerm> factors(List<DensityTerm> terms) {
    List<NamedTerm> all = new ArrayList<>();
    for (int v = 0; v < vectors.size(); v++) {
      List<NamedTerm> own = new ArrayList<>(conditionals(terms.get(v)));
      if (vectors.size() > 1) {
        own.set(0, ascending(v, own.get(0)));
      }
      all.addAll(own);
    }
    return all;
  }

  private NamedTerm ascending(int v, NamedTerm own) {
    String name = vectors.get(v).get(0);
    if (!own.variables().contains(name)) {
      throw new IllegalArgumentException(
          "the density must begin with the first name of each group, " + name);
    }
    boolean bounded = v < vectors.size() - 1;
    List<Expression> arguments = new ArrayList<>(own.arguments());
    if (bounded) {
      arguments.add(Expression.hyperparameter(vectors.get(v + 1).get(0)));
    }
    return NamedTerm.of(
        name,
        Expression.hyperparameter(name),
        new Greatest(own.family(), v + 1, bounded),
        arguments);
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
        "hyperparameters under one key must have a named density or a product of them");
  }
}

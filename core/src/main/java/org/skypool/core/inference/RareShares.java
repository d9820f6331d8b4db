package org.skypool.core.inference;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Dirichlet;
import org.skypool.core.density.JointTerm;
import org.skypool.core.density.MixtureTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.ScalarFunction;

/**
 * Kinds that most objects have next to nothing of, in a population of shares. Its density piles up
 * as {@code share^(a - 1)} where the share of a kind with a concentration a below 1 goes to 0.
 * Points reach that edge where it is the end of an axis; that of the kind no individual parameter
 * stands for lies across the axes.
 */
public final class RareShares {
  /**
   * Concentration below which posterior means were found to be off by 0.2 sd and more, in one
   * survey of twenty.
   */
  public static final double LEAST = 0.5;

  private RareShares() {}

  /**
   * The smallest concentration of a kind whose edge the points do not reach, at given
   * hyperparameters; empty where the population has no shares, or their concentrations depend on
   * covariates.
   */
  public static OptionalDouble concentration(SurveyProblem problem, double[] phi) {
    List<String> names = problem.population().hyperprior().names();
    return shares(problem.population().density())
        .map(term -> term.arguments().get(term.arguments().size() - 1))
        .filter(last -> last.level() == Level.SCALAR)
        .mapToDouble(last -> value(last, names, phi))
        .min();
  }

  private static double value(Expression concentration, List<String> names, double[] phi) {
    return concentration instanceof Expression.Constant constant
        ? constant.value()
        : ScalarFunction.of(concentration, names).value(phi);
  }

  private static Stream<JointTerm> shares(DensityTerm term) {
    if (term instanceof MixtureTerm mixture) {
      return mixture.components().stream().flatMap(RareShares::shares);
    }
    if (term instanceof ProductTerm product) {
      return product.factors().stream().flatMap(RareShares::shares);
    }
    return term instanceof JointTerm joint && joint.family() instanceof Dirichlet
        ? Stream.of(joint)
        : Stream.empty();
  }
}

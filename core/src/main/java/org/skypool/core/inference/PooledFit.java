package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;

/**
 * Complete pooling: one theta for all objects, {@code p0(theta) prod_i L_i(theta)}, with the
 * interim prior as its prior. It takes no account of a selection.
 */
public final class PooledFit {
  private PooledFit() {}

  /**
   * Fits.
   *
   * @param blocks the objects, in a fixed order
   * @param draws effective draws to reach
   * @return posterior whose hyperparameters are the individual parameters
   * @throws IllegalArgumentException if an interim prior is not a named distribution with fixed
   *     arguments
   * @throws NoSupportException if no theta is possible for all objects together
   */
  public static Hyperposterior of(
      SurveyProblem problem, List<ObjectBlock> blocks, long seed, int draws) {
    List<Hyperprior.Factor> factors = new ArrayList<>();
    for (String theta : problem.thetas()) {
      factors.add(factor(theta, problem.interim().get(theta)));
    }
    Hyperprior prior = Hyperprior.of(factors, Optional.empty());
    PooledEvaluator evaluator =
        new PooledEvaluator(problem.likelihood(), problem.thetas().size(), blocks);
    PopulationModel model =
        PopulationModel.normalised(problem.thetas(), problem.population().density(), prior);
    double[] centre = evaluator.centre();
    double start = evaluator.values(new double[][] {centre})[0] + prior.logDensity(centre);
    return new PopulationFit(model, evaluator, Optional.empty(), seed, SamplingGoal.answer(draws))
        .fit(Double.isFinite(start) ? Optional.of(prior.standard(centre)) : Optional.empty())
        .posterior();
  }

  private static Hyperprior.Factor factor(String theta, DensityTerm prior) {
    if (!(prior instanceof NamedTerm named) || !named.dependsOn().isEmpty()) {
      throw new IllegalArgumentException(
          "objects.interim-prior."
              + theta
              + ": pooling needs a named distribution with numbers as arguments");
    }
    double[] arguments = named.arguments().stream().mapToDouble(PooledFit::constant).toArray();
    return new Hyperprior.Factor(theta, named.family(), arguments);
  }

  private static double constant(Expression expression) {
    return ScalarFunction.of(expression, List.of()).value();
  }
}

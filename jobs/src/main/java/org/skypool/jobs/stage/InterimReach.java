package org.skypool.jobs.stage;

import java.util.List;
import java.util.Optional;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.ScalarFunction;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.population.PopulationModel;

/** How much of a fitted population lies where given draws cannot be. */
final class InterimReach {
  private InterimReach() {}

  /**
   * Share of the population outside the interim prior's support, at the posterior mean; empty where
   * it has no closed form or depends on covariates, or the interim prior is not given as a formula.
   */
  static Optional<Double> of(SurveyProblem problem, Hyperposterior posterior) {
    PopulationModel population = problem.population();
    if (problem.thetas().size() != 1) {
      return Optional.empty();
    }
    String theta = problem.thetas().get(0);
    Optional<Support> support =
        Optional.ofNullable(problem.interim().get(theta)).map(term -> term.support(theta));
    if (support.isEmpty()) {
      return Optional.empty();
    }
    DensityTerm density = population.density();
    Optional<Expression> inside =
        density.logProbability(support.get().lower(), support.get().upper());
    if (inside.isEmpty() || inside.get().level() != Level.SCALAR) {
      return Optional.empty();
    }
    List<String> names = population.hyperprior().names();
    double logInside = ScalarFunction.of(inside.get(), names).value(posterior.mean());
    return Optional.of(-StrictMath.expm1(logInside));
  }
}

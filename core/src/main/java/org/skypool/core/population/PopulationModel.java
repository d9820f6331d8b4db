package org.skypool.core.population;

import java.util.Optional;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;

/**
 * What is assumed about the population: the density {@code f(theta | x, phi)}, the hyperprior and
 * what was lost.
 *
 * @param thetas individual parameters, in order
 * @param density over all of them, in their stated coordinates
 * @param hyperprior of the hyperparameters that are free
 * @param selection what was lost, if anything
 * @param likelihoodRatio where hyperparameters stand in the likelihood of the objects, log of what
 *     it is at a draw over what it was when the draw was weighted
 */
public record PopulationModel(
    java.util.List<String> thetas,
    DensityTerm density,
    Hyperprior hyperprior,
    Optional<Selection> selection,
    Optional<Expression> likelihoodRatio) {

  /** A population of objects whose likelihood holds no hyperparameters. */
  public PopulationModel(
      java.util.List<String> thetas,
      DensityTerm density,
      Hyperprior hyperprior,
      Optional<Selection> selection) {
    this(thetas, density, hyperprior, selection, Optional.empty());
  }

  /** The same population where hyperparameters stand in the likelihood. */
  public PopulationModel withLikelihoodRatio(Expression ratio) {
    return new PopulationModel(thetas, density, hyperprior, selection, Optional.of(ratio));
  }

  /**
   * A detection probability.
   *
   * @param probability over individual parameters and covariates
   * @param actsOnTruth whether it is a function of the true values that multiplies the population
   *     (else a cut on the data, already in the likelihood)
   */
  public record Selection(Expression probability, boolean actsOnTruth) {}

  /**
   * Log of what multiplies the weight of a draw of a detected object: {@link #logPopulation} and,
   * where hyperparameters stand in the likelihood, its ratio.
   */
  public Expression logIntegrand() {
    return likelihoodRatio.map(logPopulation()::plus).orElseGet(this::logPopulation);
  }

  /** {@code log f}, and {@code log p_det} where detection acts on the truth. */
  public Expression logPopulation() {
    Expression logDensity = density.logDensity();
    if (selection.isPresent() && selection.get().actsOnTruth()) {
      return logDensity.plus(selection.get().probability().log());
    }
    return logDensity;
  }
}

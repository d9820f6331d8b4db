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
 */
public record PopulationModel(
    java.util.List<String> thetas,
    DensityTerm density,
    Hyperprior hyperprior,
    Optional<Selection> selection) {

  /**
   * A detection probability.
   *
   * @param probability over individual parameters and covariates
   * @param actsOnTruth whether it is a function of the true values that multiplies the population
   *     (else a cut on the data, already in the likelihood)
   */
  public record Selection(Expression probability, boolean actsOnTruth) {}

  /** The same with another density. */
  public PopulationModel with(DensityTerm other) {
    return new PopulationModel(thetas, other, hyperprior, selection);
  }

  /**
   * Log of what multiplies the likelihood of a detected object at a draw: {@code log f}, and {@code
   * log p_det} where detection acts on the truth.
   */
  public Expression logIntegrand() {
    Expression logDensity = density.logDensity();
    if (selection.isPresent() && selection.get().actsOnTruth()) {
      return logDensity.plus(selection.get().probability().log());
    }
    return logDensity;
  }
}

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
 * @param rate how many objects there are; empty where only the shape of the population is inferred
 */
public record PopulationModel(
    java.util.List<String> thetas,
    DensityTerm density,
    Hyperprior hyperprior,
    Optional<Selection> selection,
    Optional<Rate> rate) {

  /** A normalised population of which nothing was lost. */
  public static PopulationModel normalised(
      java.util.List<String> thetas, DensityTerm density, Hyperprior hyperprior) {
    return new PopulationModel(thetas, density, hyperprior, Optional.empty(), Optional.empty());
  }

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
    return new PopulationModel(thetas, other, hyperprior, selection, rate);
  }

  /**
   * Log of what multiplies the likelihood of a detected object at a draw: {@code log f}, {@code log
   * p_det} where detection acts on the truth, and the log intensity of a {@link Rate}.
   */
  public Expression logIntegrand() {
    Expression shape = logDetectedDensity();
    return rate.isPresent() ? shape.plus(rate.get().logIntensity()) : shape;
  }

  /** The same without a rate. */
  public Expression logDetectedDensity() {
    Expression logDensity = density.logDensity();
    if (selection.isPresent() && selection.get().actsOnTruth()) {
      return logDensity.plus(selection.get().probability().log());
    }
    return logDensity;
  }
}

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
 * @param likelihoodRatio where hyperparameters stand in the likelihood of the objects, log of what
 *     it is at a draw over what it was when the draw was weighted
 */
public record PopulationModel(
    java.util.List<String> thetas,
    DensityTerm density,
    Hyperprior hyperprior,
    Optional<Selection> selection,
    Optional<Rate> rate,
    Optional<Expression> likelihoodRatio) {

  /** A population of objects whose likelihood holds no hyperparameters. */
  public PopulationModel(
      java.util.List<String> thetas,
      DensityTerm density,
      Hyperprior hyperprior,
      Optional<Selection> selection,
      Optional<Rate> rate) {
    this(thetas, density, hyperprior, selection, rate, Optional.empty());
  }

  /** A normalised population of which nothing was lost. */
  public static PopulationModel normalised(
      java.util.List<String> thetas, DensityTerm density, Hyperprior hyperprior) {
    return new PopulationModel(thetas, density, hyperprior, Optional.empty(), Optional.empty());
  }

  /** The same population where hyperparameters stand in the likelihood. */
  public PopulationModel withLikelihoodRatio(Expression ratio) {
    return new PopulationModel(thetas, density, hyperprior, selection, rate, Optional.of(ratio));
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
    return new PopulationModel(thetas, other, hyperprior, selection, rate, likelihoodRatio);
  }

  /**
   * Log of what multiplies the weight of a draw of a detected object: {@link #logPopulation} and,
   * where hyperparameters stand in the likelihood, its ratio.
   */
  public Expression logIntegrand() {
    return likelihoodRatio.map(logPopulation()::plus).orElseGet(this::logPopulation);
  }

  /**
   * {@code log f}, {@code log p_det} where detection acts on the truth, and the log intensity of a
   * {@link Rate}.
   */
  public Expression logPopulation() {
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

package org.skypool.core.population;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A population model as a user writes it.
 *
 * @param thetas individual parameters, in order
 * @param covariates names of the catalogue's columns that formulas may use
 * @param densities density formula by individual parameter, or by a comma-separated list of them;
 *     multiplied
 * @param hyperpriors density formula, or a number that fixes it, by hyperparameter; a key with an
 *     index, {@code mu[state]}, stands for one hyperparameter per value of the covariate
 * @param jointHyperprior formula added to the log hyperprior
 * @param detection formula of the detection probability
 * @param detectionActsOnTruth whether it acts on true values (else on the data)
 * @param centred keys of {@code hyperpriors} whose coordinate is the natural value
 * @param inLikelihood hyperparameters that the likelihood of the objects uses
 * @param levels distinct values of a covariate in ascending order, by its name: for those that
 *     index hyperparameters
 * @param rate how many objects there are; empty: the population is normalised
 */
public record PopulationText(
    List<String> thetas,
    List<String> covariates,
    Map<String, String> densities,
    Map<String, String> hyperpriors,
    Optional<String> jointHyperprior,
    Optional<String> detection,
    boolean detectionActsOnTruth,
    Set<String> centred,
    Set<String> inLikelihood,
    Map<String, List<Double>> levels,
    Optional<RateText> rate) {

  /** A normalised model. */
  public PopulationText(
      List<String> thetas,
      List<String> covariates,
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      Optional<String> jointHyperprior,
      Optional<String> detection,
      boolean detectionActsOnTruth,
      Set<String> centred,
      Set<String> inLikelihood,
      Map<String, List<Double>> levels) {
    this(
        thetas,
        covariates,
        densities,
        hyperpriors,
        jointHyperprior,
        detection,
        detectionActsOnTruth,
        centred,
        inLikelihood,
        levels,
        Optional.empty());
  }

  /** The same model with a number of objects. */
  public PopulationText with(RateText number) {
    return new PopulationText(
        thetas,
        covariates,
        densities,
        hyperpriors,
        jointHyperprior,
        detection,
        detectionActsOnTruth,
        centred,
        inLikelihood,
        levels,
        Optional.of(number));
  }

  /** A model without centred or indexed hyperparameters, none of them in the likelihood. */
  public PopulationText(
      List<String> thetas,
      List<String> covariates,
      Map<String, String> densities,
      Map<String, String> hyperpriors,
      Optional<String> jointHyperprior,
      Optional<String> detection,
      boolean detectionActsOnTruth) {
    this(
        thetas,
        covariates,
        densities,
        hyperpriors,
        jointHyperprior,
        detection,
        detectionActsOnTruth,
        Set.of(),
        Set.of(),
        Map.of());
  }
}

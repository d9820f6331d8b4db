package org.skypool.core.population;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A population model as a user writes it.
 *
 * @param thetas individual parameters, in order
 * @param covariates names of the catalogue's columns that formulas may use
 * @param densities density formula by individual parameter, or by a comma-separated list of them;
 *     multiplied
 * @param hyperpriors density formula, or a number that fixes it, by hyperparameter
 * @param jointHyperprior formula added to the log hyperprior
 * @param detection formula of the detection probability
 * @param detectionActsOnTruth whether it acts on true values (else on the data)
 */
public record PopulationText(
    List<String> thetas,
    List<String> covariates,
    Map<String, String> densities,
    Map<String, String> hyperpriors,
    Optional<String> jointHyperprior,
    Optional<String> detection,
    boolean detectionActsOnTruth) {}

package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;

/**
 * Hyperparameters and individual parameters of all objects as one posterior:
 *
 * <pre>
 * log p(phi, theta | D) = log hyperprior(phi) + sum_i log f(theta_i | x_i, phi)
 *     + sum_obs log p(D | theta, phi) - sum_i log xi_i(phi)
 * </pre>
 *
 * @param thetas individual parameters, in order; may be none
 * @param population density of all of them; empty if there are none
 * @param detection probability of detection given the truth, a factor of the population, if any
 * @param hyperprior of the hyperparameters
 * @param logLikelihood {@code log p(D | theta, phi)} of one observation over thetas, columns and
 *     hyperparameters; empty for priors alone
 * @param located the same likelihood bound to numbers, to say where an object's measurement is;
 *     empty where it depends on hyperparameters
 * @param selection sum of the log detection probabilities, subtracted
 * @param objects measurements: one row per object, or one per observation where they have several
 */
public record JointModel(
    List<String> thetas,
    Optional<DensityTerm> population,
    Optional<Expression> detection,
    Hyperprior hyperprior,
    Optional<Expression> logLikelihood,
    Optional<ObjectLikelihood> located,
    SelectionTerm selection,
    ObjectBlock objects) {

  /** Measured objects of a population. */
  public static JointModel of(
      PopulationModel model,
      Expression logLikelihood,
      Optional<ObjectLikelihood> located,
      SelectionTerm selection,
      ObjectBlock objects) {
    return new JointModel(
        model.thetas(),
        Optional.of(model.density()),
        model
            .selection()
            .filter(PopulationModel.Selection::actsOnTruth)
            .map(PopulationModel.Selection::probability),
        model.hyperprior(),
        Optional.of(logLikelihood),
        located,
        selection,
        objects);
  }
}

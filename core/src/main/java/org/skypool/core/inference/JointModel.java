package org.skypool.core.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.Rate;

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
 * @param logFactor log of what multiplies the population density: the probability of detection
 *     given the truth, and the intensity of a rate; empty where nothing does
 * @param hyperprior of the hyperparameters
 * @param logLikelihood {@code log p(D | theta, phi)} of one observation over thetas, columns and
 *     hyperparameters; empty for priors alone
 * @param located the same likelihood bound to numbers, to say where an object's measurement is;
 *     empty where it depends on hyperparameters
 * @param selection sum of the log detection probabilities, or the expected number, subtracted
 * @param objects measurements: one row per object, or one per observation where they have several
 */
public record JointModel(
    List<String> thetas,
    Optional<DensityTerm> population,
    Optional<Expression> logFactor,
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
        logFactor(model),
        model.hyperprior(),
        Optional.of(logLikelihood),
        located,
        selection,
        objects);
  }

  /** What multiplies the population density of a model. */
  public static Optional<Expression> logFactor(PopulationModel model) {
    Optional<Expression> detection =
        model
            .selection()
            .filter(PopulationModel.Selection::actsOnTruth)
            .map(selection -> selection.probability().log());
    Optional<Expression> intensity = model.rate().map(Rate::logIntensity);
    return Stream.concat(detection.stream(), intensity.stream()).reduce(Expression::plus);
  }
}

package org.skypool.core.object;

import java.util.Map;
import org.skypool.core.expression.Expression;

/**
 * A likelihood in which hyperparameters stand: a zero-point, an unknown noise.
 *
 * <p>Draws are made with the likelihood at some hyperparameters phi_0 and carry its logarithm
 * there, and the observables it is made of. Reweighted to others, every draw's weight is multiplied
 * by {@code p(D | theta, phi) / p(D | theta, phi_0)}.
 */
public record HyperLikelihood(ObjectModel model, ModelArguments arguments) {

  /** Column of the log likelihood with which a draw was weighted. */
  public static final String LOG_LIKELIHOOD = "log_likelihood";

  /**
   * The likelihood at given hyperparameters.
   *
   * @throws IllegalArgumentException if one of the model's has no value
   */
  public ObjectLikelihood at(Map<String, Double> phi) {
    return model.bind(arguments.at(phi));
  }

  /**
   * {@code log p(D | theta, phi) - log p(D | theta, phi_0)}: an expression over draws, the columns
   * of {@link #observables} and {@link #LOG_LIKELIHOOD}, columns of objects and hyperparameters.
   */
  public Expression logRatio() {
    return model.logLikelihood(model.reading(arguments)).minus(Expression.draw(LOG_LIKELIHOOD));
  }

  /** Observables that draws carry, by the names of their columns. */
  public Map<String, Expression> observables() {
    return model.observables(arguments);
  }
}

package org.skypool.core.object;

import java.util.Map;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Replacement;

/**
 * What a draw's weight is multiplied by where hyperparameters stand in the likelihood: {@code log
 * p(D | theta, phi) - log p(D | theta, phi_0)}, phi_0 being those that the draws were made with.
 */
public final class LikelihoodRatio {
  private LikelihoodRatio() {}

  /**
   * The logarithm of the ratio, an expression over draws, columns and hyperparameters.
   *
   * @param phi0 a value for each of the hyperparameters in the likelihood
   * @param severalObservations whether objects have several observations, whose columns are not
   *     stored with the draws
   * @throws IllegalArgumentException if they have, or a hyperparameter has no value
   */
  public static Expression of(
      ObjectModel model,
      ModelArguments arguments,
      Map<String, Double> phi0,
      boolean severalObservations) {
    if (severalObservations) {
      throw new IllegalArgumentException(
          "hyperparameters "
              + arguments.hyperparameters()
              + " stand in the likelihood of objects with several observations:"
              + " the draws cannot be reweighted; engine = joint or gibbs");
    }
    for (String name : arguments.hyperparameters()) {
      if (!phi0.containsKey(name)) {
        throw new IllegalArgumentException(
            "no value of hyperparameter " + name + " among " + phi0.keySet());
      }
    }
    Expression logLikelihood = model.logLikelihood(arguments);
    return logLikelihood.minus(Replacement.ofNumbers(logLikelihood, phi0));
  }
}

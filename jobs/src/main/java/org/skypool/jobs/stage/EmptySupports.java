package org.skypool.jobs.stage;

import org.skypool.core.density.Support;
import org.skypool.core.expression.Expression;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/** Refuses densities of numbers alone that are 0 everywhere, as {@code uniform(3, 1)} is. */
final class EmptySupports {
  private EmptySupports() {}

  /**
   * Looks at the interim priors and the population's densities.
   *
   * @throws ConfigException naming key and formula
   */
  static void refuse(RunConfig config, SurveyProblem problem) {
    problem
        .interim()
        .forEach(
            (theta, prior) ->
                refuse(
                    "objects.interim-prior." + theta,
                    config.objects().interimPriors().get(theta),
                    theta,
                    prior.support(theta)));
    config
        .population()
        .densities()
        .forEach(
            (key, text) ->
                RunConfig.Objects.namesIn(key)
                    .forEach(
                        theta ->
                            refuse(
                                "population.density." + key,
                                text,
                                theta,
                                problem.population().density().support(theta))));
  }

  private static void refuse(String key, String text, String theta, Support support) {
    if (support.lower() instanceof Expression.Constant lower
        && support.upper() instanceof Expression.Constant upper
        && !(lower.value() < upper.value())) {
      throw new ConfigException(
          "%s = \"%s\": its density is 0 everywhere: %s would lie above %s and below %s"
              .formatted(key, text, theta, lower.value(), upper.value()));
    }
  }
}

package org.skypool.core.inference;

import java.util.Locale;
import java.util.Optional;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Hyperparameters that the data cannot tell from an edge of their hyperprior. A width that may be 0
 * makes populations possible that are narrower than the points are dense: the hyperposterior then
 * ends where the points end, and no comparison at its mean can see it. Four times the points that
 * serve a dimension reach far enough.
 */
final class PriorEdges {

  /** Nearer than this, in posterior sd, an edge belongs to the posterior. */
  private static final double NEAR = 4;

  /** Standard-normal coordinate of what counts as the edge: 6e-16 of the hyperprior lie beyond. */
  private static final double EDGE = 8;

  private static final int MORE = 4;

  private PriorEdges() {}

  /** The points that such a hyperparameter needs; empty where there is none. */
  static Optional<PointsChoice> points(SurveyProblem problem, Hyperposterior found) {
    Hyperprior prior = problem.population().hyperprior();
    int points =
        Math.min(
            Placement.MOST_POINTS, MORE * SamplerSettings.defaultPoints(problem.thetas().size()));
    for (int j = 0; j < prior.dimension(); j++) {
      double distance =
          Math.min(
              found.mean()[j] - edge(prior, found, j, -EDGE),
              edge(prior, found, j, EDGE) - found.mean()[j]);
      if (distance < NEAR * found.sd(j)) {
        return Optional.of(
            new PointsChoice(
                points,
                String.format(
                    Locale.ROOT,
                    "%s is only %.1f sd from an edge of its hyperprior",
                    prior.names().get(j),
                    distance / found.sd(j))));
      }
    }
    return Optional.empty();
  }

  private static double edge(Hyperprior prior, Hyperposterior found, int j, double z) {
    double[] at = found.shape().centre().clone();
    at[j] = z;
    return prior.natural(at)[j];
  }
}

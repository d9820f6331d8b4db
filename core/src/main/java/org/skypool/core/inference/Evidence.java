package org.skypool.core.inference;

import java.util.Optional;
import org.skypool.core.population.Hyperprior;

/**
 * The evidence of a population model: {@code log of the integral of prod_i Z_i(phi) / xi_i(phi)
 * p(phi) dphi}, the integral of importance sampling's points.
 *
 * <p>Z_i is the density of object i's data where the likelihood is normalised over the data; for
 * draws made elsewhere it is that density relative to the object's own evidence under the interim
 * prior, the same for every population. Only differences between models of the same data mean
 * anything.
 *
 * @param log natural logarithm
 * @param error its Monte Carlo standard error; that of the objects' integrals, {@link LevelShift},
 *     is not in it
 */
public record Evidence(double log, double error) {

  /**
   * Of all draws; empty where the hyperprior has a joint factor, whose normalisation is unknown.
   */
  static Optional<Evidence> of(WeightedPoints points, Hyperprior prior) {
    return prior.isProper()
        ? Optional.of(new Evidence(points.logIntegral(), 1 / Math.sqrt(points.effective())))
        : Optional.empty();
  }

  /** The same of a surrogate's points, brought to all draws. */
  Evidence verifiedBy(SurrogateCheck check) {
    return new Evidence(
        log + check.offset(), Math.sqrt(error * error + 1 / check.equivalentDraws()));
  }
}

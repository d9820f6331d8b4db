package org.skypool.core.sampler;

import java.util.Arrays;

/** The logarithm of a density, normalised or not, that a Markov chain is to leave invariant. */
@FunctionalInterface
public interface LogDensity {

  /**
   * Log density at a point; minus infinity outside the support. A value that is not finite, NaN and
   * plus infinity included, is never accepted by a chain.
   */
  double at(double[] x);

  /**
   * Log density where a chain starts.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  static double atStart(LogDensity target, double[] position) {
    double logDensity = target.at(position);
    if (!Double.isFinite(logDensity)) {
      throw new IllegalArgumentException(
          "chain start %s: log density %s, must be finite"
              .formatted(Arrays.toString(position), logDensity));
    }
    return logDensity;
  }
}

package org.skypool.core.sampler;

import org.skypool.core.math.BlockMath;

/**
 * Integration points of one object behind one or several proposals.
 *
 * @param theta one row per individual parameter, natural units, as they are stored
 * @param logWeight {@code log L - log sum_c K_c q_c}: deterministic-mixture weights
 * @param logAimed {@code logWeight} plus the log density aimed at; minus infinity where that is not
 *     a number
 * @param effective effective number of points for the density aimed at
 * @param unusable why the object has no points, or null
 */
public record ObjectPoints(
    double[][] theta, double[] logWeight, double[] logAimed, double effective, String unusable) {

  /** Points of an object with their weights and the density aimed at. */
  static ObjectPoints of(double[][] theta, double[] logWeight, double[] logAim) {
    int n = logWeight.length;
    double[] logAimed = new double[n];
    String unusable = null;
    for (int k = 0; k < n; k++) {
      double sum = logWeight[k] + logAim[k];
      logAimed[k] = Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
      if (Double.isNaN(logWeight[k])) {
        unusable = "the likelihood is NaN at point " + k + " of a mixture of proposals";
      }
    }
    double top = BlockMath.max(logAimed, 0, n);
    if (!Double.isFinite(top)) {
      return new ObjectPoints(
          theta, logWeight, logAimed, 0, "the likelihood has no finite value at any point");
    }
    double effective = new TemperedWeights(n, 0).raise(logAimed, 0, top, 1);
    return new ObjectPoints(theta, logWeight, logAimed, effective, unusable);
  }

  /** An object without points. */
  static ObjectPoints none(int dimension, String reason) {
    return new ObjectPoints(new double[dimension][0], new double[0], new double[0], 0, reason);
  }

  /** Number of points. */
  public int size() {
    return logWeight.length;
  }
}

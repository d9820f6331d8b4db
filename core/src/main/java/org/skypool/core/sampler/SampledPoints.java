package org.skypool.core.sampler;

import java.util.Arrays;

/**
 * Integration points of several objects. Object {@code i} has points {@code i * perObject} to
 * {@code (i + 1) * perObject}, exclusive; arrays may be longer than needed.
 *
 * @param perObject points per object
 * @param theta one column per individual parameter, natural units, at the precision they are stored
 *     with
 * @param logWeight {@code log L - log q - log K}, evaluated at the stored points; minus infinity
 *     where the likelihood vanishes
 * @param effective per object the effective number of points for the density they were aimed at
 * @param logAimed per object the log of the integral of likelihood times the density aimed at
 * @param passes per object the fitting passes used
 * @param unusable per object why it has no points, or null
 * @param rhat per object the split R-hat of the Markov chains its proposal was fitted to, NaN where
 *     none ran
 * @param fits per object the proposal behind its points, as the sampler that made them reads it
 */
public record SampledPoints(
    int perObject,
    double[][] theta,
    double[] logWeight,
    double[] effective,
    double[] logAimed,
    int[] passes,
    String[] unusable,
    double[] rhat,
    double[][] fits) {

  /**
   * Room for the points of so many objects.
   *
   * @param fit numbers in the fit of a proposal
   */
  static SampledPoints of(int dimension, int fit, int perObject, int objects) {
    int n = Math.multiplyExact(perObject, objects);
    return new SampledPoints(
        perObject,
        new double[dimension][n],
        new double[n],
        new double[objects],
        new double[objects],
        new int[objects],
        new String[objects],
        new double[objects],
        new double[objects][fit]);
  }

  /** Forgets what was known of object {@code i}. */
  void clear(int i) {
    effective[i] = 0;
    logAimed[i] = 0;
    unusable[i] = null;
    rhat[i] = Double.NaN;
  }

  /** Points of object {@code i}, one row per individual parameter. */
  double[][] thetaOf(int i) {
    double[][] out = new double[theta.length][];
    for (int j = 0; j < out.length; j++) {
      out[j] = Arrays.copyOfRange(theta[j], i * perObject, (i + 1) * perObject);
    }
    return out;
  }

  /** Log weights of object {@code i}. */
  double[] logWeightOf(int i) {
    return Arrays.copyOfRange(logWeight, i * perObject, (i + 1) * perObject);
  }
}

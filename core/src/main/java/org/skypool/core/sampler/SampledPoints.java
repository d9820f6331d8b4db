package org.skypool.core.sampler;

/**
 * Integration points of several objects. Object {@code i} has points {@code i * perObject} to
 * {@code (i + 1) * perObject}, exclusive.
 *
 * @param perObject points per object
 * @param theta one column per individual parameter, natural units, at the precision they are stored
 *     with
 * @param logWeight {@code log L - log q - log K}, evaluated at the stored points; minus infinity
 *     where the likelihood vanishes
 * @param effective per object the effective number of points for the density they were aimed at
 * @param passes per object the fitting passes used
 * @param unusable per object why it has no points, or null
 */
public record SampledPoints(
    int perObject,
    double[][] theta,
    double[] logWeight,
    double[] effective,
    int[] passes,
    String[] unusable) {

  /** Room for the points of so many objects. */
  static SampledPoints of(int dimension, int perObject, int objects) {
    int n = Math.multiplyExact(perObject, objects);
    return new SampledPoints(
        perObject,
        new double[dimension][n],
        new double[n],
        new double[objects],
        new int[objects],
        new String[objects]);
  }
}

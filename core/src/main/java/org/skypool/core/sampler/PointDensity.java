package org.skypool.core.sampler;

/** Something that has a log density at points of several objects. */
@FunctionalInterface
public interface PointDensity {

  /**
   * Log density at {@code perObject} points of each object.
   *
   * @param firstObject index of the first object in the block being sampled
   * @param objects number of objects; object {@code firstObject + i} has points {@code from + i *
   *     perObject} to {@code from + (i + 1) * perObject}, exclusive
   * @param from first point
   * @param theta one column per individual parameter, natural units
   * @param out receives one log density per point; minus infinity outside the support
   */
  void logDensity(
      int firstObject, int objects, int perObject, int from, double[][] theta, double[] out);
}

package org.skypool.core.draws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighted draws of several objects in flat arrays.
 *
 * <p>Draw {@code k} of object {@code i} stands at index {@code offsets[i] + k}; objects may have
 * different numbers of draws. A draw carries its individual parameters, the log interim prior density
 * there, and {@code logWeight = log L_i - log q_i - log K}, so that {@code sum_k exp(logWeight + log
 * f)} estimates {@code integral L_i f}. The arrays are shared, not copied: treat them as read-only.
 *
 * @param objectIds one id per object
 * @param offsets first draw of every object, and the total number of draws last
 * @param thetas individual parameters by name, one value per draw, in natural units
 * @param covariates covariates by name, one value per object
 * @param logWeight log weight per draw
 * @param logInterimPrior log interim prior density per draw, in the coordinates of the thetas
 */
public record DrawBlock(
    List<String> objectIds,
    int[] offsets,
    Map<String, double[]> thetas,
    Map<String, double[]> covariates,
    double[] logWeight,
    double[] logInterimPrior) {

  /** Checks that the lengths agree. */
  public DrawBlock {
    int draws = offsets[offsets.length - 1];
    if (offsets.length != objectIds.size() + 1 || logWeight.length != draws || logInterimPrior.length != draws) {
      throw new IllegalArgumentException(
          "lengths differ: %d ids, %d offsets, %d draws, %d weights, %d interim densities"
              .formatted(objectIds.size(), offsets.length, draws, logWeight.length, logInterimPrior.length));
    }
    thetas.forEach((name, values) -> checkLength(name, values.length, draws));
    covariates.forEach((name, values) -> checkLength(name, values.length, offsets.length - 1));
    thetas = new LinkedHashMap<>(thetas);
    covariates = new LinkedHashMap<>(covariates);
  }

  private static void checkLength(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException("column " + name + " has " + actual + " values, not " + expected);
    }
  }

  /** Number of objects. */
  public int objects() {
    return offsets.length - 1;
  }

  /** Number of draws of all objects together. */
  public int draws() {
    return offsets[offsets.length - 1];
  }
}

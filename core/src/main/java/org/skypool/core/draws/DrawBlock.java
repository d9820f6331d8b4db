package org.skypool.core.draws;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Weighted draws of several objects in flat arrays.
 *
 * <p>Draw {@code k} of object {@code i} stands at index {@code offsets[i] + k}; objects may have
 * different numbers of draws. A draw carries its individual parameters, the log interim prior
 * density there, and {@code logWeight = log L_i - log q_i - log K}, so that {@code sum_k
 * exp(logWeight + log f)} estimates {@code integral L_i f}. The arrays are shared, not copied:
 * treat them as read-only.
 *
 * @param objectIds one id per object
 * @param offsets first draw of every object, and the total number of draws last
 * @param thetas individual parameters by name, one value per draw, in natural units
 * @param covariates covariates by name, one value per object
 * @param logWeight log weight per draw
 * @param logInterimPrior log interim prior density per draw, in the coordinates of the thetas
 * @param observables what the likelihood of a draw is made of, by name, one value per draw, where
 *     hyperparameters stand in it
 */
public record DrawBlock(
    List<String> objectIds,
    int[] offsets,
    Map<String, double[]> thetas,
    Map<String, double[]> covariates,
    double[] logWeight,
    double[] logInterimPrior,
    Map<String, double[]> observables) {

  /** Draws whose likelihood holds no hyperparameters. */
  public DrawBlock(
      List<String> objectIds,
      int[] offsets,
      Map<String, double[]> thetas,
      Map<String, double[]> covariates,
      double[] logWeight,
      double[] logInterimPrior) {
    this(objectIds, offsets, thetas, covariates, logWeight, logInterimPrior, Map.of());
  }

  /** Checks that the lengths agree. */
  public DrawBlock {
    int draws = offsets[offsets.length - 1];
    if (offsets.length != objectIds.size() + 1
        || logWeight.length != draws
        || logInterimPrior.length != draws) {
      throw new IllegalArgumentException(
          "lengths differ: %d ids, %d offsets, %d draws, %d weights, %d interim densities"
              .formatted(
                  objectIds.size(),
                  offsets.length,
                  draws,
                  logWeight.length,
                  logInterimPrior.length));
    }
    thetas.forEach((name, values) -> checkLength(name, values.length, draws));
    covariates.forEach((name, values) -> checkLength(name, values.length, offsets.length - 1));
    observables.forEach((name, values) -> checkLength(name, values.length, draws));
    observables = new LinkedHashMap<>(observables);
    thetas = new LinkedHashMap<>(thetas);
    covariates = new LinkedHashMap<>(covariates);
  }

  private static void checkLength(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "column " + name + " has " + actual + " values, not " + expected);
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

  /** The same without some objects. */
  public DrawBlock without(Set<String> ids) {
    int[] kept =
        IntStream.range(0, objects()).filter(i -> !ids.contains(objectIds.get(i))).toArray();
    int[] keptOffsets = new int[kept.length + 1];
    for (int i = 0; i < kept.length; i++) {
      keptOffsets[i + 1] = keptOffsets[i] + offsets[kept[i] + 1] - offsets[kept[i]];
    }
    Map<String, double[]> keptThetas = new LinkedHashMap<>();
    thetas.forEach((name, values) -> keptThetas.put(name, pick(values, kept, keptOffsets)));
    Map<String, double[]> keptObservables = new LinkedHashMap<>();
    observables.forEach(
        (name, values) -> keptObservables.put(name, pick(values, kept, keptOffsets)));
    Map<String, double[]> keptCovariates = new LinkedHashMap<>();
    covariates.forEach(
        (name, values) ->
            keptCovariates.put(name, Arrays.stream(kept).mapToDouble(i -> values[i]).toArray()));
    return new DrawBlock(
        Arrays.stream(kept).mapToObj(objectIds::get).toList(),
        keptOffsets,
        keptThetas,
        keptCovariates,
        pick(logWeight, kept, keptOffsets),
        pick(logInterimPrior, kept, keptOffsets),
        keptObservables);
  }

  /** The same with observables. */
  public DrawBlock withObservables(Map<String, double[]> others) {
    return new DrawBlock(
        objectIds, offsets, thetas, covariates, logWeight, logInterimPrior, others);
  }

  /**
   * The first draws of every object, one in {@code divisor} and at least one, with the weights they
   * would have if there were no others.
   */
  public DrawBlock part(int divisor) {
    int[] partOffsets = new int[offsets.length];
    for (int i = 0; i < objects(); i++) {
      partOffsets[i + 1] = partOffsets[i] + Math.max(1, (offsets[i + 1] - offsets[i]) / divisor);
    }
    double[] weights = head(logWeight, partOffsets);
    for (int i = 0; i < objects(); i++) {
      double share = (partOffsets[i + 1] - partOffsets[i]) / (double) (offsets[i + 1] - offsets[i]);
      for (int k = partOffsets[i]; k < partOffsets[i + 1]; k++) {
        weights[k] -= StrictMath.log(share);
      }
    }
    Map<String, double[]> partThetas = new LinkedHashMap<>();
    thetas.forEach((name, values) -> partThetas.put(name, head(values, partOffsets)));
    Map<String, double[]> partObservables = new LinkedHashMap<>();
    observables.forEach((name, values) -> partObservables.put(name, head(values, partOffsets)));
    return new DrawBlock(
        objectIds,
        partOffsets,
        partThetas,
        covariates,
        weights,
        head(logInterimPrior, partOffsets),
        partObservables);
  }

  private double[] head(double[] values, int[] partOffsets) {
    double[] out = new double[partOffsets[objects()]];
    for (int i = 0; i < objects(); i++) {
      System.arraycopy(
          values, offsets[i], out, partOffsets[i], partOffsets[i + 1] - partOffsets[i]);
    }
    return out;
  }

  private double[] pick(double[] values, int[] kept, int[] keptOffsets) {
    double[] out = new double[keptOffsets[kept.length]];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(
          values, offsets[kept[i]], out, keptOffsets[i], keptOffsets[i + 1] - keptOffsets[i]);
    }
    return out;
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.object.ObjectBlock;

/**
 * Gathers the points of one object after another into one block, leaving out objects without
 * points.
 */
final class CollectedDraws {
  private final ObjectBlock block;
  private final List<String> names;
  private final double[][] theta;
  private final int[] offsets;
  private final double[] effective;
  private final int[] indices;
  private final double[] rhat;
  private final Map<String, String> unusable = new LinkedHashMap<>();
  private final List<String> repaired = new ArrayList<>();
  private double[] logWeight;
  private double[] logInterimPrior;
  private int usable;

  /**
   * Room for a block.
   *
   * @param names of the individual parameters, in order
   * @param perObject how many points most objects have
   */
  CollectedDraws(ObjectBlock block, List<String> names, int perObject) {
    this.block = block;
    this.names = names;
    int draws = Math.multiplyExact(block.size(), perObject);
    this.theta = new double[names.size()][draws];
    this.logWeight = new double[draws];
    this.logInterimPrior = new double[draws];
    this.offsets = new int[block.size() + 1];
    this.effective = new double[block.size()];
    this.indices = new int[block.size()];
    this.rhat = new double[block.size()];
    Arrays.fill(rhat, Double.NaN);
  }

  void leaveOut(int object, String reason) {
    unusable.put(block.ids().get(object), reason);
  }

  /** Split R-hat of the chains behind the object added last. */
  void setRhat(double value) {
    rhat[usable - 1] = value;
  }

  void markRepaired(int object) {
    repaired.add(block.ids().get(object));
  }

  /** Adds points {@code from} to {@code from + count} of the arrays as those of one object. */
  void add(
      int object,
      double[][] points,
      double[] weights,
      double[] interim,
      int from,
      int count,
      double effectivePoints) {
    int at = offsets[usable];
    reserve(at + count);
    for (int j = 0; j < theta.length; j++) {
      System.arraycopy(points[j], from, theta[j], at, count);
    }
    System.arraycopy(weights, from, logWeight, at, count);
    System.arraycopy(interim, from, logInterimPrior, at, count);
    effective[usable] = effectivePoints;
    indices[usable] = object;
    usable++;
    offsets[usable] = at + count;
  }

  private void reserve(int draws) {
    if (draws > logWeight.length) {
      int room = Math.addExact(draws, draws / 2);
      logWeight = Arrays.copyOf(logWeight, room);
      logInterimPrior = Arrays.copyOf(logInterimPrior, room);
      for (int j = 0; j < theta.length; j++) {
        theta[j] = Arrays.copyOf(theta[j], room);
      }
    }
  }

  ObjectSampling.Result result() {
    int draws = offsets[usable];
    List<String> ids = new ArrayList<>(usable);
    for (int i = 0; i < usable; i++) {
      ids.add(block.ids().get(indices[i]));
    }
    Map<String, double[]> thetas = new LinkedHashMap<>();
    for (int j = 0; j < theta.length; j++) {
      thetas.put(names.get(j), head(theta[j], draws));
    }
    Map<String, double[]> covariates = new LinkedHashMap<>();
    block.columns().forEach((name, column) -> covariates.put(name, kept(column)));
    DrawBlock out =
        new DrawBlock(
            ids,
            Arrays.copyOf(offsets, usable + 1),
            thetas,
            covariates,
            head(logWeight, draws),
            head(logInterimPrior, draws));
    return new ObjectSampling.Result(
        out,
        Arrays.copyOf(effective, usable),
        unusable,
        Arrays.copyOf(indices, usable),
        List.copyOf(repaired),
        Arrays.copyOf(rhat, usable));
  }

  /** The array itself where it has that length: nothing is added after the result. */
  private static double[] head(double[] values, int length) {
    return values.length == length ? values : Arrays.copyOf(values, length);
  }

  private double[] kept(double[] column) {
    double[] kept = new double[usable];
    for (int i = 0; i < usable; i++) {
      kept[i] = column[indices[i]];
    }
    return kept;
  }
}

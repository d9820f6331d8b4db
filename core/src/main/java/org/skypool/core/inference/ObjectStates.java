package org.skypool.core.inference;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Where the chains of a run of objects are: individual parameters and the step sizes of their
 * moves. The arrays are shared, not copied: treat them as read-only.
 *
 * @param theta individual parameters in natural units, by chain, parameter and object
 * @param logStep log step sizes in coordinates without edges, by chain, parameter and object
 */
public record ObjectStates(double[][][] theta, double[][][] logStep) implements Serializable {

  /** Number of chains. */
  public int chains() {
    return theta.length;
  }

  /** Number of objects. */
  public int objects() {
    return theta[0][0].length;
  }

  /** The objects from {@code from} to {@code to}, exclusive. */
  public ObjectStates slice(int from, int to) {
    return new ObjectStates(slice(theta, from, to), slice(logStep, from, to));
  }

  private static double[][][] slice(double[][][] all, int from, int to) {
    return Arrays.stream(all)
        .map(
            chain ->
                Arrays.stream(chain)
                    .map(column -> Arrays.copyOfRange(column, from, to))
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  /**
   * Runs of objects one after the other.
   *
   * @param parts at least one, of the same chains and parameters
   */
  public static ObjectStates concatenate(List<ObjectStates> parts) {
    return new ObjectStates(
        concatenated(parts.stream().map(ObjectStates::theta).toList()),
        concatenated(parts.stream().map(ObjectStates::logStep).toList()));
  }

  private static double[][][] concatenated(List<double[][][]> parts) {
    double[][][] first = parts.get(0);
    int total = parts.stream().mapToInt(part -> part[0][0].length).sum();
    double[][][] all = new double[first.length][first[0].length][total];
    int at = 0;
    for (double[][][] part : parts) {
      int n = part[0][0].length;
      for (int c = 0; c < all.length; c++) {
        for (int j = 0; j < all[c].length; j++) {
          System.arraycopy(part[c][j], 0, all[c][j], at, n);
        }
      }
      at += n;
    }
    return all;
  }

  ObjectStates withTheta(double[][][] moved) {
    return new ObjectStates(moved, logStep);
  }
}

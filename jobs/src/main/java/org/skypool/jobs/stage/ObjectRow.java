package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An object's data as it travels: its columns, and its observations where it has several, in the
 * order of their own values, never of their arrival.
 */
record ObjectRow(double[] values, double[][] observations) implements Serializable {

  private static final double[][] NONE = new double[0][];
  private static final Comparator<double[]> BY_VALUES = Arrays::compare;

  static ObjectRow single(double[] values) {
    return new ObjectRow(values, NONE);
  }

  ObjectRow with(List<double[]> observed) {
    return new ObjectRow(values, observed.stream().sorted(BY_VALUES).toArray(double[][]::new));
  }
}

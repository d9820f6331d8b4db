package org.skypool.jobs.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * An immutable list of numbers. NaN and infinite entries are allowed: plots leave them out and
 * captions count them.
 */
public final class Values {
  private final double[] values;

  private Values(double[] values) {
    this.values = values;
  }

  /**
   * Copies the given numbers.
   *
   * @param values any numbers, in any order
   * @return an immutable copy
   */
  public static Values of(double... values) {
    return new Values(values.clone());
  }

  /**
   * The number of entries.
   *
   * @return zero or more
   */
  public int size() {
    return values.length;
  }

  /**
   * One entry.
   *
   * @param index from 0 to {@code size() - 1}
   * @return the number at that place
   * @throws ArrayIndexOutOfBoundsException if there is no such place
   */
  public double get(int index) {
    return values[index];
  }

  /**
   * All entries in order.
   *
   * @return a stream of the numbers
   */
  public DoubleStream stream() {
    return Arrays.stream(values);
  }

  /**
   * All entries in a new array.
   *
   * @return a copy, free to change
   */
  public double[] toArray() {
    return values.clone();
  }

  /**
   * Only the finite entries, in order.
   *
   * @return the finite numbers
   */
  public Values finite() {
    return new Values(stream().filter(Double::isFinite).toArray());
  }

  /**
   * Quantile of the finite entries, interpolated linearly between order statistics (type 7 of
   * Hyndman and Fan 1996, <a
   * href="https://doi.org/10.1080/00031305.1996.10473566">doi:10.1080/00031305.1996.10473566</a>).
   *
   * @param probability from 0 to 1
   * @return the quantile, NaN where no entry is finite
   * @throws IllegalArgumentException if the probability is outside [0, 1]
   */
  public double quantile(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability is " + probability + ", must be from 0 to 1");
    }
    double[] sorted = stream().filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = probability * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values && Arrays.equals(values, ((Values) other).values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}

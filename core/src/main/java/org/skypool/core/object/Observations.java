package org.skypool.core.object;

import java.util.Arrays;
import java.util.Map;

/**
 * Several observations of each object of a block, as columns.
 *
 * @param offsets first row of every object, and the number of rows last
 * @param columns by name, one value per row
 */
public record Observations(int[] offsets, Map<String, double[]> columns) {

  /** Checks that the lengths agree. */
  public Observations {
    int rows = offsets[offsets.length - 1];
    columns.forEach(
        (name, values) -> {
          if (values.length != rows) {
            throw new IllegalArgumentException(
                "column " + name + " has " + values.length + " observations, not " + rows);
          }
        });
    offsets = Arrays.copyOf(offsets, offsets.length);
  }

  /** Number of observations of all objects together. */
  public int rows() {
    return offsets[offsets.length - 1];
  }
}

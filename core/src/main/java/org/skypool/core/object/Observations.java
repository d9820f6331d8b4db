package org.skypool.core.object;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

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

  /** The observations of some objects, in the order of the indices. */
  Observations select(int[] indices) {
    int[] starts = new int[indices.length + 1];
    int[] rows =
        Arrays.stream(indices).flatMap(i -> IntStream.range(offsets[i], offsets[i + 1])).toArray();
    for (int j = 0; j < indices.length; j++) {
      starts[j + 1] = starts[j] + offsets[indices[j] + 1] - offsets[indices[j]];
    }
    Map<String, double[]> chosen = new LinkedHashMap<>();
    columns.forEach(
        (name, values) ->
            chosen.put(name, Arrays.stream(rows).mapToDouble(r -> values[r]).toArray()));
    return new Observations(starts, chosen);
  }
}

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

  /** The observations of some of the objects, in the order of {@code objects}. */
  Observations select(int[] objects) {
    int[] starts = new int[objects.length + 1];
    for (int i = 0; i < objects.length; i++) {
      starts[i + 1] = starts[i] + offsets[objects[i] + 1] - offsets[objects[i]];
    }
    int[] rows =
        Arrays.stream(objects).flatMap(i -> IntStream.range(offsets[i], offsets[i + 1])).toArray();
    Map<String, double[]> kept = new LinkedHashMap<>();
    columns.forEach(
        (name, values) ->
            kept.put(name, Arrays.stream(rows).mapToDouble(row -> values[row]).toArray()));
    return new Observations(starts, kept);
  }
}

package org.skypool.core.object;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measurements and covariates of several objects, as columns.
 *
 * @param ids one id per object
 * @param columns by name, one value per object
 * @param observations where objects have several observations each
 */
public record ObjectBlock(
    List<String> ids, Map<String, double[]> columns, Optional<Observations> observations) {

  /** Objects with one observation each, among the columns. */
  public ObjectBlock(List<String> ids, Map<String, double[]> columns) {
    this(ids, columns, Optional.empty());
  }

  /** Checks that the lengths agree. */
  public ObjectBlock {
    for (Map.Entry<String, double[]> column : columns.entrySet()) {
      if (column.getValue().length != ids.size()) {
        throw new IllegalArgumentException(
            "column "
                + column.getKey()
                + " has "
                + column.getValue().length
                + " values, not "
                + ids.size());
      }
    }
    observations.ifPresent(
        several -> {
          if (several.offsets().length != ids.size() + 1) {
            throw new IllegalArgumentException(
                "observations of "
                    + (several.offsets().length - 1)
                    + " objects, not "
                    + ids.size());
          }
        });
  }

  /** Number of objects. */
  public int size() {
    return ids.size();
  }

  /** Some of the objects, in the order of {@code indices}. */
  public ObjectBlock select(int[] indices) {
    Map<String, double[]> kept = new LinkedHashMap<>();
    columns.forEach(
        (name, values) ->
            kept.put(name, Arrays.stream(indices).mapToDouble(i -> values[i]).toArray()));
    return new ObjectBlock(
        Arrays.stream(indices).mapToObj(ids::get).toList(),
        kept,
        observations.map(several -> several.select(indices)));
  }
}

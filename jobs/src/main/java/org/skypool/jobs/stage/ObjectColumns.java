package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;

/**
 * Names of the columns a model reads.
 *
 * @param object one value per object
 * @param observed one value per observation; empty where objects have one observation each, among
 *     their own columns
 */
record ObjectColumns(List<String> object, List<String> observed) implements Serializable {

  ObjectColumns {
    object = new ArrayList<>(object);
    observed = new ArrayList<>(observed);
  }

  ObjectBlock block(List<String> ids, List<ObjectRow> rows) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int c = 0; c < object.size(); c++) {
      int at = c;
      columns.put(object.get(c), rows.stream().mapToDouble(row -> row.values()[at]).toArray());
    }
    return new ObjectBlock(
        ids, columns, observed.isEmpty() ? Optional.empty() : Optional.of(observations(rows)));
  }

  private Observations observations(List<ObjectRow> rows) {
    int[] offsets = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      offsets[i + 1] = offsets[i] + rows.get(i).observations().length;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int c = 0; c < observed.size(); c++) {
      int at = c;
      columns.put(
          observed.get(c),
          rows.stream()
              .flatMap(row -> java.util.Arrays.stream(row.observations()))
              .mapToDouble(observation -> observation[at])
              .toArray());
    }
    return new Observations(offsets, columns);
  }
}

package org.skypool.core.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;

/**
 * The observations of a block as rows: those of the objects where they have several, else one per
 * object.
 *
 * @param offsets first row of every object, and the number of rows last
 * @param columns by name, one value per row: those of the observations, and those of the object
 */
record ObservationRows(int[] offsets, Map<String, double[]> columns) {

  static ObservationRows of(ObjectBlock block) {
    if (block.observations().isEmpty()) {
      return new ObservationRows(IntStream.rangeClosed(0, block.size()).toArray(), block.columns());
    }
    Observations several = block.observations().get();
    Map<String, double[]> columns = new LinkedHashMap<>();
    block.columns().forEach((name, values) -> columns.put(name, spread(values, several.offsets())));
    columns.putAll(several.columns());
    return new ObservationRows(several.offsets(), columns);
  }

  int rows() {
    return offsets[offsets.length - 1];
  }

  /** One value per row out of one per object. */
  double[] spread(double[] perObject) {
    return spread(perObject, offsets);
  }

  private static double[] spread(double[] perObject, int[] offsets) {
    double[] out = new double[offsets[offsets.length - 1]];
    for (int i = 0; i < perObject.length; i++) {
      java.util.Arrays.fill(out, offsets[i], offsets[i + 1], perObject[i]);
    }
    return out;
  }
}

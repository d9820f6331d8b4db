package org.skypool.core.object;

import java.util.List;
import java.util.Map;

/**
 * Measurements and covariates of several objects, as columns.
 *
 * @param ids one id per object
 * @param columns by name, one value per object
 */
public record ObjectBlock(List<String> ids, Map<String, double[]> columns) {

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
  }

  /** Number of objects. */
  public int size() {
    return ids.size();
  }
}

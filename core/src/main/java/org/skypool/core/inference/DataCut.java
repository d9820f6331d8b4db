package org.skypool.core.inference;

import java.util.List;
import java.util.Map;

/** Which objects a survey keeps, by their measured values. */
@FunctionalInterface
public interface DataCut {

  /** Keeps every object. */
  DataCut NONE =
      objects -> {
        boolean[] kept = new boolean[objects.size()];
        java.util.Arrays.fill(kept, true);
        return kept;
      };

  /**
   * Judges several objects.
   *
   * @param objects columns of each, measured ones and covariates, by name
   * @return whether each is kept
   */
  boolean[] keeps(List<Map<String, Double>> objects);
}

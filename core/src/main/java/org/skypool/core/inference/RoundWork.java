package org.skypool.core.inference;

import java.util.List;

/**
 * What rounds need of whoever holds the objects of a survey, in memory or on a cluster. Results
 * have the same bits wherever and however often they are computed.
 */
public interface RoundWork {

  /** Number of objects. */
  long objects();

  /** Places the points of a round. */
  RoundDraws draw(RoundPlan plan);

  /** Compares placements; objects in a fixed order. */
  List<Comparison.Scores> compare(Comparison comparison);
}

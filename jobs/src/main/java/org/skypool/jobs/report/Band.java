package org.skypool.jobs.report;

import java.util.List;

/**
 * A median curve with its 68 and 95 % credible bands, point by point.
 *
 * @param x abscissae, increasing
 * @param low95 2.5 % quantile
 * @param low68 16 % quantile
 * @param median 50 % quantile
 * @param high68 84 % quantile
 * @param high95 97.5 % quantile
 */
public record Band(
    Values x, Values low95, Values low68, Values median, Values high68, Values high95) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if the six lists differ in length
   */
  public Band {
    for (Values each : List.of(low95, low68, median, high68, high95)) {
      if (each.size() != x.size()) {
        throw new IllegalArgumentException(
            "band has " + x.size() + " abscissae and " + each.size() + " values");
      }
    }
  }

  /**
   * Whether all six numbers of a point are finite, so that it can be drawn.
   *
   * @param point from 0
   * @return true if it can be drawn
   */
  boolean drawable(int point) {
    return Double.isFinite(
        x.get(point)
            + low95.get(point)
            + low68.get(point)
            + median.get(point)
            + high68.get(point)
            + high95.get(point));
  }

  /** How many points cannot be drawn because a number is not finite. */
  int undrawable() {
    int count = 0;
    for (int i = 0; i < x.size(); i++) {
      count += drawable(i) ? 0 : 1;
    }
    return count;
  }
}

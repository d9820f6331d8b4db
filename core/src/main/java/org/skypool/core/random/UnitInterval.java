package org.skypool.core.random;

/** Keeps points away from the faces of the unit cube, where quantile functions are infinite. */
final class UnitInterval {

  /** Smallest coordinate; the largest is 1 minus this. */
  static final double MARGIN = 1e-12;

  private UnitInterval() {}

  static double clip(double u) {
    return Math.min(Math.max(u, MARGIN), 1 - MARGIN);
  }
}

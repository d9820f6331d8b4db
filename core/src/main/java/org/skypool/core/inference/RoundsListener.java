package org.skypool.core.inference;

/** Hears of rounds while they run. */
public interface RoundsListener {

  /** Hears nothing. */
  RoundsListener NONE = new RoundsListener() {};

  /** A round is over. */
  default void round(RoundRecord record) {}

  /** The number of points per object was chosen, for the rounds to come. */
  default void points(PointsChoice choice) {}

  /**
   * A fit is sampling the hyperposterior.
   *
   * @param found effective draws so far
   * @param wanted how many there are to be in the end
   */
  default void effective(double found, int wanted) {}
}

package org.skypool.core.inference;

/** Hears of rounds while they run. */
public interface RoundsListener {

  /** Hears nothing. */
  RoundsListener NONE = new RoundsListener() {};

  /** A round is over. */
  default void round(RoundRecord record) {}

  /** The number of points per object was chosen, for the rounds to come. */
  default void points(PointsChoice choice) {}
}

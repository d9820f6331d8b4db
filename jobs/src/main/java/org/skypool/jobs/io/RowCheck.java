package org.skypool.jobs.io;

import java.io.Serializable;

/** What an object model demands of a catalogue row beyond its values being finite numbers. */
@FunctionalInterface
public interface RowCheck extends Serializable {
  /** Accepts every row. */
  RowCheck ANY = values -> null;

  /**
   * Why a row cannot be used, such as {@code "error of log_mass is -0.1, must be > 0"}, or null.
   *
   * @param values the row's numeric columns in the order they were asked for, all finite
   */
  String reject(double[] values);
}

package org.skypool.jobs.io;

import java.io.Serializable;

/**
 * What an object model demands of a catalogue row beyond its values being finite numbers, and which
 * of them a row may lack.
 */
@FunctionalInterface
public interface RowCheck extends Serializable {
  /** Accepts every row. */
  RowCheck ANY = values -> null;

  /**
   * Why a row cannot be used, such as {@code "error of log_mass is -0.1, must be > 0"}, or null.
   *
   * @param values the row's numeric columns in the order they were asked for, all finite but those
   *     that may be missing, which are NaN where they are
   */
  String reject(double[] values);

  /** Whether a row may lack the value of a column. */
  default boolean mayLack(String column) {
    return false;
  }
}

package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.skypool.core.inference.RoundPlan;

/**
 * One round of sampling and where its draws are.
 *
 * @param plan how the points are placed
 * @param table where the draws are, below the output folder, or a whole path
 */
record Round(RoundPlan plan, String table) implements Serializable {
  /** Where the tables of draws are. */
  static final String FOLDER = "draws";

  /** What paths of tables begin with, before the number. */
  static final String PREFIX = FOLDER + "/round=";

  /** The interim round of a run that samples its objects. */
  static Round interim(int points, long seed, Set<String> storedAsDouble) {
    return of(RoundPlan.interim(points, seed, storedAsDouble));
  }

  /** A round of a run that samples its objects. */
  static Round of(RoundPlan plan) {
    return new Round(plan, PREFIX + plan.number());
  }

  int number() {
    return plan.number();
  }

  int points() {
    return plan.points();
  }

  Set<String> storedAsDouble() {
    return plan.storedAsDouble();
  }

  Map<String, String> metadata() {
    return Map.of("skypool.round", Integer.toString(number()));
  }
}

package org.skypool.jobs.report;

import java.util.List;

/**
 * What the other objects say of each.
 *
 * @param value sum of the log predictive densities
 * @param standardError of the sum
 * @param aboveBound objects whose k-hat exceeds 0.7
 * @param objects that have an estimate
 * @param without objects that have none
 * @param khat of the objects
 * @param worst objects that the others predict worst
 */
public record LeaveOneOutData(
    double value,
    double standardError,
    long aboveBound,
    long objects,
    long without,
    Histogram khat,
    List<Object> worst) {
  /** Copies the list. */
  public LeaveOneOutData {
    worst = List.copyOf(worst);
  }

  /** An object with its log predictive density and k-hat. */
  public record Object(String id, double logPredictive, double khat) {}
}

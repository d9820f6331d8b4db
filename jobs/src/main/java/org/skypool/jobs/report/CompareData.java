package org.skypool.jobs.report;

import java.util.List;
import java.util.Optional;

/**
 * Independent, pooled and hierarchical estimates of one individual parameter.
 *
 * @param label of its axis
 * @param rows objects to show
 * @param objects objects of the survey
 * @param pooled one value common to all; empty where it could not be computed
 * @param remark what else to say, such as why something is absent
 */
public record CompareData(
    String label,
    List<Row> rows,
    long objects,
    Optional<Estimate> pooled,
    Optional<String> remark) {
  /** Copies the list. */
  public CompareData {
    rows = List.copyOf(rows);
  }

  /** One object. */
  public record Row(String id, Estimate independent, Estimate hierarchical) {}

  /** Mean, standard deviation and the 16 and 84 % quantiles. */
  public record Estimate(double mean, double sd, double q16, double q84) {}
}

package org.skypool.jobs.report;

import java.util.List;
import java.util.Optional;

/**
 * Posterior predictive checks.
 *
 * @param absent why there are none; empty where there are
 * @param columns one per measured column
 * @param shown objects that were replicated
 * @param objects objects of the survey
 * @param replicates replicated surveys
 * @param missing replicated measurements that the selection never let through
 */
public record PredictiveData(
    Optional<String> absent,
    List<Column> columns,
    int shown,
    long objects,
    int replicates,
    long missing) {
  /** Copies the list. */
  public PredictiveData {
    columns = List.copyOf(columns);
  }

  /** No checks, for a reason. */
  public static PredictiveData absent(String reason) {
    return new PredictiveData(Optional.of(reason), List.of(), 0, 0, 0, 0);
  }

  /**
   * One measured column.
   *
   * @param label of its axis
   * @param observed counts of the data
   * @param low 5 % quantile of the replicates' counts, one per bin
   * @param median of the replicates' counts
   * @param high 95 % quantile
   * @param statistics observed and replicated
   * @param transforms counts of the leave-one-out transforms; empty where there are none
   * @param uniformity their distribution function against the uniform one
   */
  public record Column(
      String label,
      Histogram observed,
      Values low,
      Values median,
      Values high,
      List<Statistic> statistics,
      Optional<Histogram> transforms,
      Optional<Uniformity> uniformity) {
    /** Copies the list. */
    public Column {
      statistics = List.copyOf(statistics);
    }
  }

  /**
   * A number made from all objects.
   *
   * @param name what it is
   * @param observed in the data
   * @param low 5 % quantile of the replicates
   * @param median of the replicates
   * @param high 95 % quantile
   * @param probability share of replicates above the data
   */
  public record Statistic(
      String name, double observed, double low, double median, double high, double probability) {}

  /**
   * Empirical distribution function minus the uniform one, with the band that holds 95 % of uniform
   * samples whole.
   */
  public record Uniformity(Values z, Values difference, Values halfWidth, boolean isInside) {}
}

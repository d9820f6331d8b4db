package org.skypool.jobs.report;

import java.util.List;

/**
 * Of which component of a mixture the objects are.
 *
 * @param components in order
 * @param objects how many there are
 */
public record MembershipData(List<Component> components, long objects) {
  /** Copies the list. */
  public MembershipData {
    components = List.copyOf(components);
  }

  /**
   * One component.
   *
   * @param name of its column
   * @param mean of the number of objects of it
   * @param sd of that number
   * @param low 5 % quantile of that number
   * @param high 95 % quantile of that number
   * @param probabilities of 0, 1, ... objects of it; empty for many objects
   * @param memberships probabilities of some of the objects, one each
   */
  public record Component(
      String name,
      double mean,
      double sd,
      double low,
      double high,
      Values probabilities,
      Values memberships) {}
}

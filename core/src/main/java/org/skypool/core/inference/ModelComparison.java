package org.skypool.core.inference;

import java.util.Optional;

/**
 * Two population models of the same data side by side: how well each predicts an object from the
 * others, and the evidence of each.
 *
 * <p>The difference of the expected log predictive densities is the sum over objects of {@code
 * elpd_1j - elpd_2j}, its standard error {@code sqrt(N var_j)} of these differences: objects are
 * paired, so that what both predict badly cancels (Vehtari, Gelman & Gabry 2017,
 * doi:10.1007/s11222-016-9696-4). A difference below 4, where that error is known to be too small
 * (Sivula, Magnusson & Vehtari 2020), or below 2 standard errors decides nothing.
 *
 * @param predictive difference of the expected log predictive densities, first minus second
 * @param evidence difference of the log evidences, first minus second; empty where one is not known
 */
public record ModelComparison(LeaveOneOut.Total predictive, Optional<Difference> evidence) {

  /** Smaller differences, in nats, decide nothing. */
  public static final double LEAST = 4;

  /** Differences of fewer standard errors decide nothing. */
  public static final double LEAST_ERRORS = 2;

  /** Which model. */
  public enum Side {
    /** The first. */
    FIRST,
    /** The second. */
    SECOND
  }

  /**
   * A difference.
   *
   * @param error what it may be off by: a standard error
   */
  public record Difference(double value, double error) {

    /** Which model it speaks for; empty where it decides nothing. */
    public Optional<Side> verdict() {
      boolean decides = Math.abs(value) >= LEAST && Math.abs(value) >= LEAST_ERRORS * error;
      return decides ? Optional.of(value > 0 ? Side.FIRST : Side.SECOND) : Optional.empty();
    }
  }

  /** The difference of predictions with its standard error. */
  public Difference prediction() {
    return new Difference(predictive.value(), predictive.standardError());
  }
}

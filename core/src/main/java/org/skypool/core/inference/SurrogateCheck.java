package org.skypool.core.inference;

import java.util.Locale;

/**
 * How well a surrogate agrees with the hyperposterior over all draws, at points that it has not
 * seen: half drawn from it, half from a broader Student-t, so that mass it lacks shows too. With r
 * the difference of the log densities,
 *
 * @param points how many
 * @param residualSd standard deviation of r over the posterior, the largest of three estimates:
 *     over the points of the surrogate, and over all points weighted to the surrogate and to the
 *     exact density. No mean moves by more than this, in standard deviations
 * @param equivalentDraws how many independent draws would leave the error that weighting the points
 *     of the surrogate by e^r corrects
 * @param shift largest estimated change of a mean, or relative change of a standard deviation, from
 *     the surrogate to the exact density, over standardised and natural hyperparameters, in
 *     standard deviations
 * @param imbalance difference of the log integral of the exact density by the two halves
 * @param offset what the log integral of the surrogate lacks to that of the exact density, {@code
 *     log E[e^r]} over the points of the surrogate
 */
public record SurrogateCheck(
    int points,
    double residualSd,
    double equivalentDraws,
    double shift,
    double imbalance,
    double offset) {

  /** Nothing was checked. */
  public static final SurrogateCheck NONE =
      new SurrogateCheck(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Errors of twice as much would be seen in a mean of 1,000 draws. */
  static final double LARGEST_SHIFT = 0.03;

  static final double LARGEST_RESIDUAL_SD = 0.08;
  static final double LEAST_EQUIVALENT = 1000;
  static final double LARGEST_IMBALANCE = 0.05;

  /** Whether the surrogate's moments can be taken for those of all draws. */
  boolean passes() {
    return residualSd <= LARGEST_RESIDUAL_SD
        && equivalentDraws >= LEAST_EQUIVALENT
        && shift <= LARGEST_SHIFT
        && Math.abs(imbalance) <= LARGEST_IMBALANCE;
  }

  /** On one line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "residual sd %.3g, shift %.3g sd, imbalance %.3g, worth %.3g draws at %d points",
        residualSd,
        shift,
        imbalance,
        equivalentDraws,
        points);
  }
}

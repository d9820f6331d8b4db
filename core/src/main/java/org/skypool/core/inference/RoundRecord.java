package org.skypool.core.inference;

import java.util.Optional;

/**
 * What one round of sampling and fitting found.
 *
 * @param plan how the points were placed
 * @param objects objects in the fit
 * @param draws integration points in the fit
 * @param posterior the hyperparameters
 * @param drift largest distance of a mean from where the points were aimed, which is the mean of
 *     the round before, in posterior sd; NaN in the interim round
 * @param audit of the points, where one was made
 */
public record RoundRecord(
    RoundPlan plan,
    long objects,
    long draws,
    Hyperposterior posterior,
    double drift,
    Optional<Audit> audit) {

  /** Number of the round. */
  public int round() {
    return plan.number();
  }

  /** Largest move of a posterior mean between two fits, in units of the later posterior sd. */
  static double drift(Hyperposterior before, Hyperposterior after) {
    return drift(before.mean(), after);
  }

  /** Largest distance of a posterior mean from a vector, in units of the posterior sd. */
  static double drift(double[] from, Hyperposterior after) {
    double largest = 0;
    for (int j = 0; j < after.mean().length; j++) {
      double move = Math.abs(after.mean()[j] - from[j]) / after.sd(j);
      largest = Double.isNaN(move) || Double.isNaN(largest) ? Double.NaN : Math.max(largest, move);
    }
    return largest;
  }
}

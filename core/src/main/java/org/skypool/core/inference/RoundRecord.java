package org.skypool.core.inference;

import java.util.Optional;

/**
 * What one round of sampling and fitting found.
 *
 * @param plan how the points were placed
 * @param objects objects in the fit
 * @param draws integration points in the fit
 * @param posterior the hyperparameters
 * @param drift largest move of a mean since the round before, in posterior sd; NaN in the first
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
    double largest = 0;
    for (int j = 0; j < after.mean().length; j++) {
      double move = Math.abs(after.mean()[j] - before.mean()[j]) / after.sd(j);
      largest = Double.isNaN(move) || Double.isNaN(largest) ? Double.NaN : Math.max(largest, move);
    }
    return largest;
  }
}

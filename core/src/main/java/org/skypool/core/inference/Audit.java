package org.skypool.core.inference;

import java.util.Arrays;
import java.util.List;

/**
 * How far the hyperparameters would move if the points were placed otherwise: differences of the
 * scores of a random subset of objects, projected onto the hyperparameters and scaled to all
 * objects.
 *
 * <p>With the score {@code s_i} an object's gradient of log evidence at the posterior mean and C
 * the posterior covariance, a change of the points moves the posterior by {@code C sum_i (s'_i -
 * s_i)}. Fresh shifts of the same lattice give its Monte Carlo sd; eight times the points behind a
 * wider proposal give its bias, mass that the points missed included; the points of round 0 pooled
 * with those of the round show mass that later rounds narrowed away from. In units of the posterior
 * sd. The audited objects carry {@code N / n} each, so that the standard error of the bias grows as
 * {@code sqrt(N / n)}; it is 0 where all objects were audited.
 *
 * @param objects how many were audited
 * @param monteCarloSd per hyperparameter, from fresh shifts
 * @param bias per hyperparameter, what finer points would add to the answer, sign included
 * @param biasError standard error of the bias
 * @param pooled per hyperparameter, what pooling with round 0 would add; NaN where not compared
 * @param pooledError standard error of that
 * @param tails largest change of the log posterior density two posterior sd from the mean, in nats,
 *     beyond two standard errors; NaN where not compared
 * @param level change of the log evidence of all objects at the posterior mean
 * @param bits information that the bias costs: {@code 0.5 e' C^-1 e / ln 2} for the move e
 */
public record Audit(
    int objects,
    double[] monteCarloSd,
    double[] bias,
    double[] biasError,
    double[] pooled,
    double[] pooledError,
    double tails,
    LevelShift level,
    double bits) {
  /** Largest bias, scatter and shift by pooling, in posterior sd, that ends the rounds. */
  public static final double LARGEST = 0.2;

  /**
   * Largest change of the log density two sd from the mean that ends the rounds: that of a sd an
   * eighth too small, or of a mean a quarter of a sd off.
   */
  public static final double LARGEST_TAIL = 0.5;

  private static final int FRESH = 1;
  private static final int FINER = 2;
  private static final int POOLED = 3;

  /**
   * Compares scores.
   *
   * @param scores of the audited objects under the points of record, fresh ones, finer ones and, if
   *     there are four, pooled ones
   * @param covariance of the hyperposterior
   * @param total number of objects in the fit
   */
  public static Audit of(List<Comparison.Scores> scores, double[][] covariance, long total) {
    int d = covariance.length;
    ScoreShift fresh = ScoreShift.of(scores, 0, FRESH, covariance, total);
    ScoreShift finer = ScoreShift.of(scores, 0, FINER, covariance, total);
    boolean pools = !scores.isEmpty() && scores.get(0).byPlacement().length > POOLED;
    double[] unknown = new double[d];
    Arrays.fill(unknown, Double.NaN);
    ScoreShift pooled =
        pools
            ? ScoreShift.of(scores, 0, POOLED, covariance, total)
            : new ScoreShift(unknown, unknown, unknown, Double.NaN);
    return new Audit(
        scores.size(),
        fresh.scatter(),
        finer.shift(),
        finer.error(),
        pooled.shift(),
        pooled.error(),
        TailShift.of(scores, 0, FINER, total).surely(),
        LevelShift.of(scores, 0, FINER, total),
        finer.bits());
  }

  /** Of points that are the whole integral: nothing to compare, all errors 0. */
  static Audit exact(int hyperparameters) {
    double[] none = new double[hyperparameters];
    double[] unknown = new double[hyperparameters];
    Arrays.fill(unknown, Double.NaN);
    return new Audit(0, none, none, none, unknown, unknown, Double.NaN, new LevelShift(0, 0), 0);
  }

  /** The same with another comparison of pooled points. */
  Audit withPooled(ScoreShift shift) {
    return new Audit(
        objects, monteCarloSd, bias, biasError, shift.shift(), shift.error(), tails, level, bits);
  }

  /** Largest {@code |bias| + 2 standard errors} over the hyperparameters; NaN if one is. */
  public double worst() {
    return ScoreShift.worst(bias, biasError);
  }

  /** Largest Monte Carlo sd over the hyperparameters; NaN if one is. */
  public double scatter() {
    return ScoreShift.worst(monteCarloSd, new double[monteCarloSd.length]);
  }

  /** Whether points were pooled with those of round 0. */
  public boolean pools() {
    return pooled.length > 0 && !Double.isNaN(pooledError[0]);
  }

  /**
   * Largest {@code |shift| + 2 standard errors} by pooling with round 0; NaN where not compared.
   */
  public double missed() {
    return ScoreShift.worst(pooled, pooledError);
  }

  /** Whether pooling with round 0, where it was done, adds nothing. */
  boolean missesNothing() {
    return !pools() || missed() <= LARGEST;
  }

  /** Whether the points, where they were compared there, reach as far as the posterior. */
  boolean reaches() {
    return Double.isNaN(tails) || tails <= LARGEST_TAIL;
  }

  /** Whether bias, scatter, what pooling adds and the change of the tails are all small. */
  public boolean passes() {
    return worst() <= LARGEST && scatter() <= LARGEST && missesNothing() && reaches();
  }

  /** Twice the largest standard error of bias and of what pooling adds. */
  double uncertainty() {
    double own = ScoreShift.worst(new double[bias.length], biasError);
    return pools() ? Math.max(own, ScoreShift.worst(new double[bias.length], pooledError)) : own;
  }

  /** Whether it fails by more than its standard errors: more objects would not change that. */
  boolean surelyFails() {
    boolean sure = scatter() > LARGEST || !reaches();
    for (int j = 0; j < bias.length; j++) {
      sure |= Math.abs(bias[j]) - 2 * biasError[j] > LARGEST;
      sure |= Math.abs(pooled[j]) - 2 * pooledError[j] > LARGEST;
    }
    return sure;
  }

  /** The gravest of bias, scatter, what pooling adds and the change of the tails, in sd. */
  double gravest() {
    double both = Math.max(worst(), scatter());
    double three = pools() ? Math.max(both, missed()) : both;
    return Double.isNaN(tails) ? three : Math.max(three, LARGEST / LARGEST_TAIL * tails);
  }
}

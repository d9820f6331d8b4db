package org.skypool.core.inference;

import java.util.List;
import org.skypool.core.population.Hyperprior;

/**
 * How the log posterior density far from the mean, relative to that at the mean, changes when the
 * points of all objects are placed otherwise, estimated from a subset. A score says which way the
 * mean would move; this says whether points reach as far as the posterior does: where they do not,
 * it ends where they end, and rounds aimed at its mean agree on that.
 *
 * @param change per place in nats, {@code sum_i log [Z'_i(far) Z_i(mean) / (Z'_i(mean) Z_i(far))]};
 *     infinite where one placement has no point with support there
 * @param error its standard error, from the scatter of the objects; 0 where all were compared
 */
record TailShift(double[] change, double[] error) {

  /** Distance of the places from the mean, in posterior sd: their density is 14 % of the peak's. */
  private static final double FAR = 2;

  /** Two places per hyperparameter, along the line on which it drags the others with it. */
  static double[][] places(Hyperposterior posterior, Hyperprior prior) {
    double[] centre = posterior.shape().centre();
    double[][] covariance = posterior.shape().covariance();
    double[][] places = new double[2 * centre.length][];
    for (int s = 0; s < places.length; s++) {
      int j = s / 2;
      double steps = (s % 2 == 0 ? -FAR : FAR) / Math.sqrt(covariance[j][j]);
      double[] z = centre.clone();
      for (int a = 0; a < z.length; a++) {
        z[a] += steps * covariance[a][j];
      }
      places[s] = prior.natural(z);
    }
    return places;
  }

  /** The change from one placement to another. */
  static TailShift of(List<Comparison.Scores> scores, int from, int to, long total) {
    int n = scores.size();
    int places = n == 0 ? 0 : scores.get(0).rises()[from].length;
    double[] change = new double[places];
    double[] error = new double[places];
    for (int s = 0; s < places; s++) {
      double[] differences = new double[n];
      for (int i = 0; i < n; i++) {
        double before = scores.get(i).rises()[from][s];
        double after = scores.get(i).rises()[to][s];
        differences[i] = before == after ? 0 : after - before;
      }
      LevelShift shift = LevelShift.of(differences, total);
      change[s] = shift.change();
      error[s] = shift.error();
    }
    return new TailShift(change, error);
  }

  /**
   * Largest {@code |change| - 2 errors}, at least 0; infinite where support is gained or lost, NaN
   * where nothing was compared.
   */
  double surely() {
    if (change.length == 0) {
      return Double.NaN;
    }
    double largest = 0;
    for (int s = 0; s < change.length; s++) {
      boolean known = Double.isFinite(change[s]);
      double sure = Math.abs(change[s]) - 2 * error[s];
      largest = Math.max(largest, known ? sure : Double.POSITIVE_INFINITY);
    }
    return largest;
  }
}

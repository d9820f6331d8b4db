package org.skypool.core.inference;

import java.util.List;

/**
 * How the log evidence of all objects at one hyperparameter vector, {@code sum_i log Z_i}, changes
 * when their points are placed otherwise, estimated from a subset. It moves no hyperparameter, but
 * the evidence of the population model by as much.
 *
 * @param change in nats; NaN where not compared
 * @param error its standard error, from the scatter of the objects; 0 where all were compared
 */
public record LevelShift(double change, double error) {

  /** Nothing was compared. */
  static final LevelShift UNKNOWN = new LevelShift(Double.NaN, Double.NaN);

  /** The change from one placement to another. */
  static LevelShift of(List<Comparison.Scores> scores, int from, int to, long total) {
    return of(scores.stream().mapToDouble(s -> s.levels()[to] - s.levels()[from]).toArray(), total);
  }

  /**
   * The change of a sum over all objects, from the changes of some.
   *
   * @param total number of objects
   */
  static LevelShift of(double[] changes, long total) {
    int n = changes.length;
    double sum = 0;
    double squares = 0;
    for (double change : changes) {
      sum += change;
      squares += change * change;
    }
    double mean = sum / n;
    double variance = Math.max(0, squares - n * mean * mean) / Math.max(1, n - 1);
    double missing = Math.max(0, 1 - n / (double) total);
    return new LevelShift(total * mean, total * Math.sqrt(missing * variance / n));
  }
}

package org.skypool.jobs.cli;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.skypool.jobs.io.Duck;

/**
 * The exact posterior of a population {@code normal(mu, sd)} of values with known normal errors: mu
 * is integrated analytically under {@code normal(0, muSd)}, sd on a grid of midpoints.
 */
final class NormalPosterior {
  private static final int STEPS = 400;

  private final double[] grid = new double[STEPS];
  private final double[] weight = new double[STEPS];
  private final double[] mean = new double[STEPS];
  private final double[] variance = new double[STEPS];

  /**
   * Integrates.
   *
   * @param values and errors of the objects
   * @param muSd sd of the normal prior of mu
   * @param smallest where the grid of sd begins
   * @param largest where it ends
   * @param logPrior of sd
   */
  NormalPosterior(
      double[] values,
      double[] errors,
      double muSd,
      double smallest,
      double largest,
      DoubleUnaryOperator logPrior) {
    double[] log = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      grid[k] = smallest + (largest - smallest) * (k + 0.5) / STEPS;
      double precision = 1 / (muSd * muSd);
      double weighted = 0;
      double sum = logPrior.applyAsDouble(grid[k]);
      for (int i = 0; i < values.length; i++) {
        double v = grid[k] * grid[k] + errors[i] * errors[i];
        precision += 1 / v;
        weighted += values[i] / v;
        sum -= (Math.log(v) + values[i] * values[i] / v) / 2;
      }
      log[k] = sum + weighted * weighted / precision / 2 - Math.log(precision) / 2;
      mean[k] = weighted / precision;
      variance[k] = 1 / precision;
    }
    double top = Arrays.stream(log).max().orElseThrow();
    Arrays.setAll(weight, k -> Math.exp(log[k] - top));
    double all = Arrays.stream(weight).sum();
    Arrays.setAll(weight, k -> weight[k] / all);
  }

  /** Of the columns of a table that DuckDB reads. */
  static NormalPosterior of(
      String table,
      String value,
      String error,
      double muSd,
      double smallest,
      double largest,
      DoubleUnaryOperator logPrior)
      throws SQLException {
    List<String[]> rows =
        Duck.rows("SELECT %s, %s FROM %s".formatted(value, error, table)).stream()
            .map(row -> row.split("\\|"))
            .toList();
    return new NormalPosterior(
        rows.stream().mapToDouble(row -> Double.parseDouble(row[0])).toArray(),
        rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
        muSd,
        smallest,
        largest,
        logPrior);
  }

  /** Log density of {@code half_normal(scale)} up to a constant. */
  static DoubleUnaryOperator halfNormal(double scale) {
    return sd -> -sd * sd / (2 * scale * scale);
  }

  private double expectation(double[] of) {
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      sum += weight[k] * of[k];
    }
    return sum;
  }

  /** Posterior mean of mu. */
  double mu() {
    return expectation(mean);
  }

  /** Posterior sd of mu. */
  double muSd() {
    double[] square = new double[STEPS];
    Arrays.setAll(square, k -> variance[k] + mean[k] * mean[k]);
    return Math.sqrt(expectation(square) - mu() * mu());
  }

  /** Posterior mean of sd. */
  double sd() {
    return expectation(grid);
  }

  /** Posterior sd of sd. */
  double sdSd() {
    double[] square = new double[STEPS];
    Arrays.setAll(square, k -> grid[k] * grid[k]);
    return Math.sqrt(expectation(square) - sd() * sd());
  }
}

package org.skypool.jobs.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.inference.PopulationCurves;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.report.Band;
import org.skypool.jobs.report.Curve;
import org.skypool.jobs.report.Values;

/**
 * The curves of one individual parameter: the population density with its band, and the
 * distribution of measured values that it predicts for a survey with these errors and this
 * selection.
 */
final class PopulationPanel {
  private static final int GRID = 401;
  private static final int MEASURED_GRID = 161;
  private static final double[] LEVELS = {0.025, 0.16, 0.5, 0.84, 0.975};

  private final PopulationModel population;
  private final String theta;
  private final double[] grid;
  private final double[][] phis;
  private final Map<String, double[]> covariates;
  private final int objects;

  /**
   * Makes the curves' grid.
   *
   * @param low where the curves begin
   * @param high where they end
   * @param phis draws of the hyperposterior
   * @param covariates of some objects that stand for all
   * @param objects number of those
   */
  PopulationPanel(
      PopulationModel population,
      String theta,
      double low,
      double high,
      double[][] phis,
      Map<String, double[]> covariates,
      int objects) {
    this.population = population;
    this.theta = theta;
    this.grid = even(low, high, GRID);
    this.phis = phis;
    this.covariates = covariates;
    this.objects = objects;
  }

  private static double[] even(double low, double high, int n) {
    double[] grid = new double[n];
    Arrays.setAll(grid, j -> low + (high - low) * j / (n - 1));
    return grid;
  }

  private double[][][] curves(Expression logDensity, double[][] at) {
    return PopulationCurves.of(
        logDensity, population.hyperprior().names(), theta, grid, at, covariates, objects);
  }

  /** The population density, averaged over the objects' covariates. */
  Band density() {
    return band(
        grid,
        Arrays.stream(curves(population.density().logDensity(), phis))
            .map(PopulationPanel::mean)
            .toArray(double[][]::new));
  }

  /** The density at one vector, for a truth. */
  Curve densityAt(double[] phi) {
    double[] y = mean(curves(population.density().logDensity(), new double[][] {phi})[0]);
    return new Curve(Values.of(grid), Values.of(y));
  }

  /** Another density without hyperparameters, for a truth. */
  Curve densityOf(Expression logDensity) {
    double[][][] curves =
        PopulationCurves.of(
            logDensity, List.of(), theta, grid, new double[1][0], covariates, objects);
    return new Curve(Values.of(grid), Values.of(mean(curves[0])));
  }

  /**
   * Predicted density of measured values of detected objects.
   *
   * @param errors standard deviation of each standing object's Gaussian error
   * @param cut lower and upper end of the values a cut on the data let pass; empty without one
   * @param low where the band begins
   * @param high where it ends
   */
  Band measured(double[] errors, Optional<double[]> cut, double low, double high) {
    double[] x = even(low, high, MEASURED_GRID);
    double[][][] truth = curves(population.logPopulation(), phis);
    boolean losesTruth =
        population.selection().map(PopulationModel.Selection::actsOnTruth).orElse(false);
    double[][] rows = new double[phis.length][x.length];
    double step = grid[1] - grid[0];
    double[] wide = cut.map(c -> even(c[0], c[1], 2 * MEASURED_GRID)).orElse(new double[0]);
    for (int i = 0; i < objects; i++) {
      double[][] kernel = kernel(x, errors[i], step);
      double[][] passing = kernel(wide, errors[i], step);
      for (int v = 0; v < phis.length; v++) {
        double norm = 1;
        if (cut.isPresent()) {
          norm = integral(apply(passing, truth[v][i]), wide[1] - wide[0]);
        } else if (losesTruth) {
          norm = integral(truth[v][i], step);
        }
        double[] y = apply(kernel, truth[v][i]);
        for (int j = 0; j < x.length; j++) {
          rows[v][j] += y[j] / norm / objects;
        }
      }
    }
    return band(x, rows);
  }

  private double[][] kernel(double[] x, double error, double step) {
    double[][] kernel = new double[x.length][grid.length];
    double norm = step / (error * Math.sqrt(2 * Math.PI));
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < grid.length; k++) {
        double z = (x[j] - grid[k]) / error;
        kernel[j][k] = norm * Math.exp(-z * z / 2);
      }
    }
    return kernel;
  }

  private static double[] apply(double[][] kernel, double[] y) {
    double[] out = new double[kernel.length];
    for (int j = 0; j < out.length; j++) {
      for (int k = 0; k < y.length; k++) {
        out[j] += kernel[j][k] * y[k];
      }
    }
    return out;
  }

  private static double integral(double[] y, double step) {
    double sum = -(y[0] + y[y.length - 1]) / 2;
    for (double value : y) {
      sum += value;
    }
    return sum * step;
  }

  private static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    return mean;
  }

  /** Quantiles of curves, point by point. */
  static Band band(double[] x, double[][] rows) {
    double[][] levels = new double[LEVELS.length][x.length];
    for (int j = 0; j < x.length; j++) {
      int at = j;
      Values column = Values.of(Arrays.stream(rows).mapToDouble(row -> row[at]).toArray());
      for (int l = 0; l < LEVELS.length; l++) {
        levels[l][j] = column.quantile(LEVELS[l]);
      }
    }
    List<Values> v = Arrays.stream(levels).map(Values::of).toList();
    return new Band(Values.of(x), v.get(0), v.get(1), v.get(2), v.get(3), v.get(4));
  }
}

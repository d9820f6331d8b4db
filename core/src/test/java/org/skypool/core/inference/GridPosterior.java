package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.TestReporter;

/**
 * Mean and standard deviation of a posterior of two hyperparameters with a flat prior on a box, by
 * the trapezoid rule on a grid over five standard deviations either side of the mean. On a smooth
 * density that vanishes at the ends the rule is exact to many digits at half a standard deviation
 * per step.
 */
record GridPosterior(double[] mean, double[] sd) {
  private static final double REACH = 5;
  private static final int MOST_MOVES = 10;
  static final int EFFECTIVE = 10_000;

  /** An unnormalised log density on a grid. */
  @FunctionalInterface
  interface Surface {

    /** One row per value of the first hyperparameter, one column per value of the second. */
    double[][] logDensity(double[] first, double[] second);

    /** Of a density given point by point. */
    static Surface of(DoubleBinaryOperator logDensity) {
      return (first, second) ->
          Arrays.stream(first)
              .mapToObj(
                  a -> Arrays.stream(second).map(b -> logDensity.applyAsDouble(a, b)).toArray())
              .toArray(double[][]::new);
    }
  }

  /**
   * Integrates; the grid is moved until it is centred on the moments found.
   *
   * @param mean first guess
   * @param sd first guess
   * @param box lower and upper end of each hyperparameter
   * @param steps points per hyperparameter
   */
  static GridPosterior of(Surface surface, double[] mean, double[] sd, double[][] box, int steps) {
    GridPosterior guess = new GridPosterior(mean, sd);
    for (int move = 0; move < MOST_MOVES; move++) {
      GridPosterior next = guess.integrate(surface, box, steps);
      if (next.near(guess)) {
        return next;
      }
      guess = next;
    }
    throw new AssertionError("the grid does not settle: " + Arrays.toString(guess.mean));
  }

  private boolean near(GridPosterior other) {
    boolean near = true;
    for (int j = 0; j < mean.length; j++) {
      near &= Math.abs(mean[j] - other.mean[j]) < 0.5 * sd[j];
      near &= Math.abs(sd[j] / other.sd[j] - 1) < 0.2;
    }
    return near;
  }

  private GridPosterior integrate(Surface surface, double[][] box, int steps) {
    double[][] axes = new double[2][steps];
    for (int j = 0; j < 2; j++) {
      double low = Math.max(box[j][0], mean[j] - REACH * sd[j]);
      double high = Math.min(box[j][1], mean[j] + REACH * sd[j]);
      for (int k = 0; k < steps; k++) {
        axes[j][k] = low + (high - low) * k / (steps - 1);
      }
    }
    double[][] log = surface.logDensity(axes[0], axes[1]);
    double top = Arrays.stream(log).flatMapToDouble(Arrays::stream).max().orElseThrow();
    double mass = 0;
    double[] first = new double[2];
    double[] second = new double[2];
    for (int a = 0; a < steps; a++) {
      for (int b = 0; b < steps; b++) {
        boolean edge = a == 0 || a == steps - 1;
        boolean side = b == 0 || b == steps - 1;
        double w = Math.exp(log[a][b] - top) * (edge ? 0.5 : 1) * (side ? 0.5 : 1);
        mass += w;
        double[] at = {axes[0][a] - mean[0], axes[1][b] - mean[1]};
        for (int j = 0; j < 2; j++) {
          first[j] += w * at[j];
          second[j] += w * at[j] * at[j];
        }
      }
    }
    double[] newMean = new double[2];
    double[] newSd = new double[2];
    for (int j = 0; j < 2; j++) {
      double shift = first[j] / mass;
      newMean[j] = mean[j] + shift;
      newSd[j] = Math.sqrt(second[j] / mass - shift * shift);
    }
    return new GridPosterior(newMean, newSd);
  }

  /** How far a posterior's means are off, in exact standard deviations. */
  double[] errors(Hyperposterior posterior) {
    double[] errors = new double[2];
    for (int j = 0; j < 2; j++) {
      errors[j] = (posterior.mean()[j] - mean[j]) / sd[j];
    }
    return errors;
  }

  /**
   * Fails unless the means are within {@code tolerance} sd + 4 Monte Carlo standard errors and the
   * sds within 5 % + 4 relative standard errors, with an effective number of draws that makes this
   * sharp.
   */
  void assertNear(Hyperposterior posterior, double tolerance, TestReporter reporter) {
    String figures = figures(posterior);
    reporter.publishEntry(figures);
    assertTrue(posterior.effective() >= EFFECTIVE, figures);
    for (int j = 0; j < 2; j++) {
      double mcse = posterior.summaries().get(j).mcseMean();
      assertEquals(mean[j], posterior.mean()[j], tolerance * sd[j] + 4 * mcse, figures);
      double relative = 1 / Math.sqrt(2 * posterior.summaries().get(j).essBulk());
      assertEquals(1, posterior.sd(j) / sd[j], 0.05 + 4 * relative, figures);
    }
  }

  private String figures(Hyperposterior posterior) {
    double[] errors = errors(posterior);
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < 2; j++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s %.5f +- %.5f, exact %.5f +- %.5f: off by %+.4f sd, width %.4f; ",
              posterior.names().get(j),
              posterior.mean()[j],
              posterior.sd(j),
              mean[j],
              sd[j],
              errors[j],
              posterior.sd(j) / sd[j]));
    }
    return text.append(
            String.format(
                Locale.ROOT, "%s, effective %.0f", posterior.sampler(), posterior.effective()))
        .toString();
  }
}

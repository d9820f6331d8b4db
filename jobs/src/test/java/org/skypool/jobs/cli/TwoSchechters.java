package org.skypool.jobs.cli;

import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Erf;

/**
 * The posterior of {@code conf/gsmf-zfourge.conf} by quadrature: Gauss-Hermite points for the error
 * of every galaxy's mass, a grid in redshift and mass for what the survey's limits leave. The two
 * Schechter functions are added without being normalised; their integral above 10^8.4 Msun cancels.
 */
final class TwoSchechters {
  private static final double LN10 = Math.log(10);
  private static final double ERROR = 0.1;
  private static final int POINTS = 11;
  private static final int REDSHIFTS = 81;
  private static final double FROM = 8.4;
  private static final double STEP = 0.02;
  private static final int MASSES = 231;

  private final List<double[]> galaxies;
  private final double[] nodes = new double[POINTS];
  private final double[] weights = new double[POINTS];
  private final double[][] detected = new double[REDSHIFTS][MASSES];

  /**
   * Of galaxies.
   *
   * @param galaxies measured log mass, and redshift counted from 1.5
   */
  TwoSchechters(List<double[]> galaxies) {
    this.galaxies = galaxies;
    GaussIntegrator rule = new GaussIntegratorFactory().hermite(POINTS);
    for (int q = 0; q < POINTS; q++) {
      nodes[q] = Math.sqrt(2) * ERROR * rule.getPoint(q);
      weights[q] = rule.getWeight(q) / Math.sqrt(Math.PI);
    }
    for (int r = 0; r < REDSHIFTS; r++) {
      for (int k = 0; k < MASSES; k++) {
        double simpson = k == 0 || k == MASSES - 1 ? 1 : k % 2 == 0 ? 2 : 4;
        double mass = FROM + k * STEP;
        detected[r][k] =
            STEP
                / 3
                * simpson
                * below((mass - 9.4 - 0.4 * redshift(r)) / ERROR)
                * below((11.5 - mass) / ERROR);
      }
    }
  }

  private static double redshift(int r) {
    return -1 + 2.0 * r / (REDSHIFTS - 1);
  }

  private static double below(double t) {
    return 0.5 * Erf.erfc(-t / Math.sqrt(2));
  }

  /** Log posterior of (alpha1, alpha2, knee, knee_x, ratio, ratio_x) up to a constant. */
  double logPosterior(double[] t) {
    boolean inside =
        t[0] > -1 && t[0] < 1.5 && t[1] > -2.2 && t[1] < -1 && t[2] > 10 && t[2] < 11.5;
    if (!inside) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum =
        ComparedRun.logGaussian(t[3], 0, 0.3)
            + ComparedRun.logGaussian(t[4], 0, 1)
            + ComparedRun.logGaussian(t[5], 0, 0.5);
    double[] logShare = logShares(t);
    double[] mass = powers(1);
    double[] first = powers(t[0] + 1);
    double[] second = powers(t[1] + 1);
    for (double[] galaxy : galaxies) {
      double y = LN10 * (galaxy[0] - t[2] - t[3] * galaxy[1]);
      double atKnee = Math.exp(y);
      double a = Math.exp((t[0] + 1) * y);
      double b = Math.exp(LN10 * (t[4] + t[5] * galaxy[1]) + (t[1] + 1) * y);
      double integral = 0;
      for (int q = 0; q < POINTS; q++) {
        integral += weights[q] * (a * first[q] + b * second[q]) * Math.exp(-atKnee * mass[q]);
      }
      double place = (galaxy[1] + 1) / 2 * (REDSHIFTS - 1);
      int r = Math.min((int) place, REDSHIFTS - 2);
      double share = (r + 1 - place) * logShare[r] + (place - r) * logShare[r + 1];
      sum += Math.log(integral) - share;
    }
    return sum;
  }

  /** {@code 10^(power node)} at the points about a measured mass. */
  private double[] powers(double power) {
    double[] out = new double[POINTS];
    for (int q = 0; q < POINTS; q++) {
      out[q] = Math.exp(LN10 * power * nodes[q]);
    }
    return out;
  }

  private double[] logShares(double[] t) {
    double[] logs = new double[REDSHIFTS];
    for (int r = 0; r < REDSHIFTS; r++) {
      double x = redshift(r);
      double ratio = Math.exp(LN10 * (t[4] + t[5] * x));
      double sum = 0;
      for (int k = 0; k < MASSES; k++) {
        double y = LN10 * (FROM + k * STEP - t[2] - t[3] * x);
        double shape =
            (Math.exp((t[0] + 1) * y) + ratio * Math.exp((t[1] + 1) * y)) * Math.exp(-Math.exp(y));
        sum += detected[r][k] * shape;
      }
      logs[r] = Math.log(sum);
    }
    return logs;
  }
}

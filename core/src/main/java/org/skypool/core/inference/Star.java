package org.skypool.core.inference;

import org.skypool.core.likelihood.PopulationEvaluator.Gradients;

/**
 * A log density at one point: value, gradient, and its Hessian by forward differences of gradients
 * along every axis, made symmetric. One pass over the draws for up to 63 hyperparameters.
 *
 * @param at the point
 * @param value log density
 * @param gradient one entry per coordinate
 * @param hessian second derivatives; not finite where a difference reaches beyond the support
 */
record Star(double[] at, double value, double[] gradient, double[][] hessian) {

  /**
   * Forward difference in standard-normal coordinates: error of the Hessian about 1e-4 relative.
   */
  private static final double DIFFERENCE = 1e-4;

  static Star of(StandardDensity density, double[] z) {
    int n = z.length;
    double[][] points = new double[n + 1][];
    points[0] = z;
    for (int d = 0; d < n; d++) {
      points[d + 1] = z.clone();
      points[d + 1][d] += DIFFERENCE;
    }
    Gradients found = density.gradients(points);
    double[] gradient = found.gradients()[0];
    double[][] hessian = new double[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        double ab = found.gradients()[a + 1][b] - gradient[b];
        double ba = found.gradients()[b + 1][a] - gradient[a];
        hessian[a][b] = (ab + ba) / (2 * DIFFERENCE);
      }
    }
    return new Star(z.clone(), found.values()[0], gradient, hessian);
  }

  boolean hasSupport() {
    return value > Double.NEGATIVE_INFINITY;
  }

  /** Whether value, gradient and Hessian are all numbers. */
  boolean isFinite() {
    boolean finite = Double.isFinite(value);
    for (int a = 0; a < gradient.length; a++) {
      finite &= Double.isFinite(gradient[a]);
      for (double entry : hessian[a]) {
        finite &= Double.isFinite(entry);
      }
    }
    return finite;
  }
}

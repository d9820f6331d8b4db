package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    return of(density, List.of(z)).get(0);
  }

  /** At several points, in as few passes as they need together. */
  static List<Star> of(StandardDensity density, List<double[]> centres) {
    List<double[]> points = new ArrayList<>();
    for (double[] z : centres) {
      points.add(z);
      for (int d = 0; d < z.length; d++) {
        double[] beside = z.clone();
        beside[d] += DIFFERENCE;
        points.add(beside);
      }
    }
    Gradients found = density.gradients(points.toArray(double[][]::new));
    List<Star> stars = new ArrayList<>();
    for (int s = 0; s < centres.size(); s++) {
      double[] z = centres.get(s);
      int first = s * (z.length + 1);
      double[][] gradients = Arrays.copyOfRange(found.gradients(), first, first + z.length + 1);
      stars.add(new Star(z.clone(), found.values()[first], gradients[0], hessian(gradients)));
    }
    return stars;
  }

  /**
   * Second derivatives.
   *
   * @param gradients at the point, then beside it along every axis
   */
  private static double[][] hessian(double[][] gradients) {
    int n = gradients.length - 1;
    double[][] hessian = new double[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        double ab = gradients[a + 1][b] - gradients[0][b];
        double ba = gradients[b + 1][a] - gradients[0][a];
        hessian[a][b] = (ab + ba) / (2 * DIFFERENCE);
      }
    }
    return hessian;
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

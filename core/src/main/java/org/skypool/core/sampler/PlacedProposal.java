package org.skypool.core.sampler;

import java.util.List;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.random.KorobovLattice;

/**
 * The fitted proposal of one object with the lattice mapped through it: one component of a mixture.
 */
record PlacedProposal(List<Axis> axes, Proposal proposal, double[] fit, KorobovLattice lattice) {

  /** Points behind it, natural units, as they are stored. */
  double[][] place(double[] shift) {
    int d = axes.size();
    int k = lattice.size();
    double[][] theta = new double[d][k];
    double[][] standard = new double[d][k];
    double[][] y = new double[d][k];
    double[] logBase = new double[k];
    double[] work = new double[k];
    lattice.points(shift, theta);
    proposal.standardise(theta, 0, k, standard, logBase);
    proposal.place(fit, standard, logBase, 0, k, y, work);
    double[] slope = new double[k];
    for (int j = 0; j < d; j++) {
      axes.get(j).place(y[j], 0, k, theta[j], slope, work);
      axes.get(j).store(theta[j], 0, k, y[j], slope, work);
    }
    return theta;
  }

  /** Log density in natural coordinates; minus infinity outside the support. */
  double[] logDensity(double[][] theta) {
    int n = theta[0].length;
    double[] slope = new double[n];
    double[][] y = real(axes, theta, slope);
    double[] out = new double[n];
    proposal.logDensity(fit, y, 0, n, out);
    for (int k = 0; k < n; k++) {
      out[k] -= slope[k];
      if (Double.isNaN(out[k])) {
        out[k] = Double.NEGATIVE_INFINITY;
      }
    }
    return out;
  }

  /** Real coordinates of points; NaN outside the support. */
  static double[][] real(List<Axis> axes, double[][] theta, double[] slope) {
    int n = slope.length;
    double[][] y = new double[axes.size()][n];
    double[] work = new double[n];
    for (int j = 0; j < y.length; j++) {
      axes.get(j).real(theta[j], 0, n, y[j], slope, work);
    }
    return y;
  }

  /**
   * {@code log sum_c K_c q_c(theta)}: what the likelihood is divided by in deterministic-mixture
   * weights.
   */
  static double[] logMixture(List<PlacedProposal> components, double[][] theta) {
    int n = theta[0].length;
    double[][] terms = new double[components.size()][];
    for (int c = 0; c < terms.length; c++) {
      terms[c] = components.get(c).logDensity(theta);
      double logPoints = BlockMath.log(components.get(c).lattice().size());
      for (int k = 0; k < n; k++) {
        terms[c][k] += logPoints;
      }
    }
    double[] out = new double[n];
    double[] point = new double[terms.length];
    for (int k = 0; k < n; k++) {
      for (int c = 0; c < terms.length; c++) {
        point[c] = terms[c][k];
      }
      out[k] = LogSumExp.of(point, 0, point.length);
    }
    return out;
  }

  /** Points of several components after each other. */
  static double[][] joined(List<double[][]> parts) {
    double[][] out = new double[parts.get(0).length][];
    for (int j = 0; j < out.length; j++) {
      int length = 0;
      for (double[][] part : parts) {
        length += part[j].length;
      }
      out[j] = new double[length];
      int at = 0;
      for (double[][] part : parts) {
        System.arraycopy(part[j], 0, out[j], at, part[j].length);
        at += part[j].length;
      }
    }
    return out;
  }
}

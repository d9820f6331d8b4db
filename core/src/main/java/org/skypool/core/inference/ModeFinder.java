package org.skypool.core.inference;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Finds the mode of the hyperposterior by damped Newton steps.
 *
 * <p>One pass over the draws gives the gradient at the current point and, from forward differences
 * of gradients along every axis, the Hessian; the same pass tries nothing else. A step that does
 * not increase the density is shortened in a pass that tries several lengths at once. Directions of
 * wrong curvature are climbed with the prior's curvature as scale.
 */
public final class ModeFinder {

  private static final double LONGEST_STEP = 1.5;
  private static final double[] DAMPING = {0.5, 0.25, 0.1, 0.03, 0.01, 0.001};
  private static final int MOST_STEPS = 60;

  private final StandardDensity target;
  private final double tolerance;

  /**
   * Makes a finder.
   *
   * @param tolerance largest remaining Newton step, in posterior standard deviations
   */
  public ModeFinder(StandardDensity target, double tolerance) {
    this.target = target;
    this.tolerance = tolerance;
  }

  /**
   * Climbs from a point.
   *
   * @throws NoSupportException if the density vanishes there and at every shorter start
   */
  public Laplace climb(double[] start) {
    double[] z = start.clone();
    Star star = Star.of(target, z);
    if (!star.hasSupport()) {
      throw new NoSupportException(target.prior().natural(z));
    }
    for (int iteration = 0; ; iteration++) {
      Curvature curvature = Curvature.of(star);
      double[] step = curvature.newtonStep();
      double remaining = curvature.inSd(step);
      if (remaining <= tolerance || iteration >= MOST_STEPS) {
        return new Laplace(add(z, step, remaining <= tolerance ? 1 : 0), curvature.covariance());
      }
      double length = norm(step);
      double allowed = Math.min(1, LONGEST_STEP / length);
      double[] next = add(z, step, allowed);
      Star there = Star.of(target, next);
      if (!(there.value() > star.value())) {
        next = shorten(z, step, allowed, star.value());
        if (next == null) {
          return new Laplace(z, curvature.covariance());
        }
        there = Star.of(target, next);
      }
      z = next;
      star = there;
    }
  }

  private double[] shorten(double[] z, double[] step, double allowed, double value) {
    double[][] candidates = new double[DAMPING.length][];
    for (int c = 0; c < candidates.length; c++) {
      candidates[c] = add(z, step, allowed * DAMPING[c]);
    }
    double[] values = target.values(candidates);
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return values[best] > value ? candidates[best] : null;
  }

  private static double[] add(double[] z, double[] step, double factor) {
    double[] out = z.clone();
    for (int d = 0; d < out.length; d++) {
      out[d] += factor * step[d];
    }
    return out;
  }

  private static double norm(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }

  /** Gradient and Hessian at a point, in the eigenbasis of the Hessian. */
  private record Curvature(double[] gradient, double[] precision, RealMatrix basis) {

    static Curvature of(Star star) {
      int n = star.gradient().length;
      double[][] hessian = new double[n][n];
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          hessian[a][b] = -star.hessian()[a][b];
        }
      }
      EigenDecomposition eigen =
          new EigenDecomposition(new Array2DRowRealMatrix(finite(hessian), false));
      double[] precision = new double[n];
      for (int d = 0; d < n; d++) {
        precision[d] = Math.max(Math.abs(eigen.getRealEigenvalue(d)), 0.1);
      }
      return new Curvature(star.gradient(), precision, eigen.getV());
    }

    /** A Hessian that reaches beyond the support says nothing: the prior's is used. */
    private static double[][] finite(double[][] hessian) {
      for (double[] row : hessian) {
        for (double entry : row) {
          if (!Double.isFinite(entry)) {
            double[][] unit = new double[hessian.length][hessian.length];
            for (int d = 0; d < unit.length; d++) {
              unit[d][d] = 1;
            }
            return unit;
          }
        }
      }
      return hessian;
    }

    double[] newtonStep() {
      double[] inBasis = basis.preMultiply(gradient);
      for (int d = 0; d < inBasis.length; d++) {
        inBasis[d] /= precision[d];
      }
      return basis.operate(inBasis);
    }

    double inSd(double[] step) {
      double[] inBasis = basis.preMultiply(step);
      double sum = 0;
      for (int d = 0; d < inBasis.length; d++) {
        sum += inBasis[d] * inBasis[d] * precision[d];
      }
      return Math.sqrt(sum);
    }

    double[][] covariance() {
      int n = precision.length;
      double[][] covariance = new double[n][n];
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          for (int d = 0; d < n; d++) {
            covariance[a][b] += basis.getEntry(a, d) * basis.getEntry(b, d) / precision[d];
          }
        }
      }
      return covariance;
    }
  }
}

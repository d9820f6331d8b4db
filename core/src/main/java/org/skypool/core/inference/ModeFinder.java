package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
   * @throws NoSupportException if the density vanishes there
   */
  public Laplace climb(double[] start) {
    return climb(List.of(start))
        .get(0)
        .orElseThrow(() -> new NoSupportException(target.prior().natural(start)));
  }

  /** Climbs from several points in the same passes; empty where the density vanishes. */
  List<Optional<Laplace>> climb(List<double[]> starts) {
    List<Climb> climbs = new ArrayList<>();
    for (Star star : Star.of(target, starts)) {
      climbs.add(new Climb(star));
    }
    List<Climb> going = goingOn(climbs);
    while (!going.isEmpty()) {
      List<Star> ahead = Star.of(target, going.stream().map(Climb::next).toList());
      List<Climb> tooFar = new ArrayList<>();
      for (int c = 0; c < going.size(); c++) {
        if (ahead.get(c).value() > going.get(c).star.value()) {
          going.get(c).reach(ahead.get(c));
        } else {
          tooFar.add(going.get(c));
        }
      }
      shorten(tooFar);
      going = goingOn(climbs);
    }
    return climbs.stream().map(climb -> Optional.ofNullable(climb.end)).toList();
  }

  private static List<Climb> goingOn(List<Climb> climbs) {
    return climbs.stream().filter(climb -> climb.step != null).toList();
  }

  private void shorten(List<Climb> climbs) {
    if (climbs.isEmpty()) {
      return;
    }
    double[] values =
        target.values(
            climbs.stream().flatMap(climb -> climb.shorter().stream()).toArray(double[][]::new));
    List<Climb> shorter = new ArrayList<>();
    List<double[]> to = new ArrayList<>();
    for (int c = 0; c < climbs.size(); c++) {
      int best = 0;
      for (int k = 1; k < DAMPING.length; k++) {
        best = values[c * DAMPING.length + k] > values[c * DAMPING.length + best] ? k : best;
      }
      if (values[c * DAMPING.length + best] > climbs.get(c).star.value()) {
        shorter.add(climbs.get(c));
        to.add(climbs.get(c).shorter().get(best));
      } else {
        climbs.get(c).stay();
      }
    }
    List<Star> reached = Star.of(target, to);
    for (int c = 0; c < shorter.size(); c++) {
      shorter.get(c).reach(reached.get(c));
    }
  }

  /** One climb: where it is, and the step that it wants to take; none when it has ended. */
  private final class Climb {
    private Star star;
    private Curvature curvature;
    private double[] step;
    private double allowed;
    private int steps = -1;
    private Laplace end;

    Climb(Star start) {
      this.star = start;
      if (start.hasSupport()) {
        reach(start);
      }
    }

    void reach(Star reached) {
      star = reached;
      steps++;
      curvature = Curvature.of(star);
      step = curvature.newtonStep();
      double remaining = curvature.inSd(step);
      if (remaining <= tolerance || steps >= MOST_STEPS) {
        end(add(star.at(), step, remaining <= tolerance ? 1 : 0));
      } else {
        allowed = Math.min(1, LONGEST_STEP / norm(step));
      }
    }

    double[] next() {
      return add(star.at(), step, allowed);
    }

    List<double[]> shorter() {
      return Arrays.stream(DAMPING)
          .mapToObj(damping -> add(star.at(), step, allowed * damping))
          .toList();
    }

    void stay() {
      end(star.at());
    }

    private void end(double[] at) {
      end = new Laplace(at, curvature.covariance());
      step = null;
    }
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

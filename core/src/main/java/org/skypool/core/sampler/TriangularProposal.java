package org.skypool.core.sampler;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Proposal in several dimensions: a normal widened by s through a triangular map with quadratic
 * terms, {@code y_j = poly2(z_1, ..., z_{j-1}) + e_j z_j}, so that curved posteriors are followed.
 * The Jacobian is the product of the {@code e_j}.
 *
 * <p>A coordinate that drives a curvature has to come first in the map. Which one does is not known
 * beforehand, so every refit tries each coordinate in first place, the others in their own order,
 * and keeps the map with the largest mean log density over the weighted points, {@code -sum log
 * e_j}; the order of the axes is preferred unless another gains {@value #WORTH_A_CHANGE}.
 *
 * <p>The fit holds, per place in the map, {@code e_j} and the coefficients of the features {@code
 * 1, z_i, z_i z_l} (squares centred), and last which coordinate is in first place. Quadratic
 * coefficients are damped by a ridge of 3 over the effective number of points, and left out of a
 * coordinate with fewer than {@value #POINTS_PER_COEFFICIENT} effective points per coefficient.
 * Beyond {@value #MOST_ORDERS} dimensions only the order of the axes is tried.
 */
final class TriangularProposal implements Proposal {
  private static final double RIDGE = 3;
  private static final int POINTS_PER_COEFFICIENT = 3;
  private static final int MOST_ORDERS = 4;
  private static final double WORTH_A_CHANGE = 0.15;
  private static final double TINY = 1e-10;
  private static final double LOG_SQRT_2PI = 0.91893853320467274178;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final int dimension;
  private final double widening;
  private final int[] first;
  private final int[][] orders;

  TriangularProposal(int dimension, double widening) {
    this.dimension = dimension;
    this.widening = widening;
    this.first = new int[dimension + 1];
    for (int j = 0; j < dimension; j++) {
      first[j + 1] = first[j] + 1 + features(j);
    }
    this.orders = new int[dimension][dimension];
    for (int driver = 0; driver < dimension; driver++) {
      orders[driver][0] = driver;
      for (int j = 1; j < dimension; j++) {
        orders[driver][j] = j <= driver ? j - 1 : j;
      }
    }
  }

  /** Coordinates in the order of the map. */
  private int[] order(double[] fit) {
    return orders[(int) fit[first[dimension]]];
  }

  private static int features(int j) {
    return 1 + j + j * (j + 1) / 2;
  }

  @Override
  public int size() {
    return first[dimension] + 1;
  }

  @Override
  public void start(double[] centre, double[] scale, double[] fit) {
    Arrays.fill(fit, 0);
    for (int j = 0; j < dimension; j++) {
      fit[first[j]] = scale[j];
      fit[first[j] + 1] = centre[j];
    }
  }

  @Override
  public void standardise(double[][] u, int from, int to, double[][] z, double[] logBase) {
    Arrays.fill(logBase, from, to, 0);
    for (int j = 0; j < dimension; j++) {
      for (int k = from; k < to; k++) {
        double unit = NORMAL.inverseCumulativeProbability(u[j][k]);
        z[j][k] = widening * unit;
        logBase[k] -= 0.5 * unit * unit;
      }
    }
  }

  @Override
  public void place(
      double[] fit, double[][] z, double[] logBase, int from, int to, double[][] y, double[] logQ) {
    double[] point = new double[dimension];
    double[] feature = new double[features(dimension)];
    double norm = norm(fit);
    int[] order = order(fit);
    for (int k = from; k < to; k++) {
      for (int j = 0; j < dimension; j++) {
        point[j] = z[j][k];
        y[order[j]][k] = location(fit, j, point, feature) + fit[first[j]] * point[j];
      }
      logQ[k] = norm + logBase[k];
    }
  }

  private double norm(double[] fit) {
    double norm = 0;
    for (int j = 0; j < dimension; j++) {
      norm -= LOG_SQRT_2PI + StrictMath.log(widening * fit[first[j]]);
    }
    return norm;
  }

  private double location(double[] fit, int j, double[] z, double[] feature) {
    int n = fill(j, z, feature);
    double sum = 0;
    for (int f = 0; f < n; f++) {
      sum += fit[first[j] + 1 + f] * feature[f];
    }
    return sum;
  }

  private static int fill(int j, double[] z, double[] feature) {
    int n = 0;
    feature[n++] = 1;
    for (int i = 0; i < j; i++) {
      feature[n++] = z[i];
    }
    for (int i = 0; i < j; i++) {
      for (int l = i; l < j; l++) {
        feature[n++] = z[i] * z[l] - (i == l ? 1 : 0);
      }
    }
    return n;
  }

  @Override
  public void logDensity(double[] fit, double[][] y, int from, int to, double[] out) {
    double[] z = new double[dimension];
    double[] feature = new double[features(dimension)];
    double norm = norm(fit);
    int[] order = order(fit);
    for (int k = from; k < to; k++) {
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        z[j] = (y[order[j]][k] - location(fit, j, z, feature)) / fit[first[j]];
        double unit = z[j] / widening;
        sum += unit * unit;
      }
      out[k] = norm - 0.5 * sum;
    }
  }

  @Override
  public boolean refit(double[][] y, double[] w, int from, int to, double effective, double[] fit) {
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int driver = 0; driver < (dimension > MOST_ORDERS ? 1 : dimension); driver++) {
      double[] next = new double[size()];
      next[first[dimension]] = driver;
      if (refitInOrder(y, w, from, to, effective, next)) {
        double entropy = 0;
        for (int j = 0; j < dimension; j++) {
          entropy += StrictMath.log(next[first[j]]);
        }
        if (best == null || entropy < least) {
          best = next;
          least = driver == 0 ? entropy - WORTH_A_CHANGE : entropy;
        }
      }
    }
    if (best == null) {
      return false;
    }
    System.arraycopy(best, 0, fit, 0, best.length);
    return true;
  }

  /** Fits the map in the order that the last number of the fit says. */
  private boolean refitInOrder(
      double[][] y, double[] w, int from, int to, double effective, double[] next) {
    int n = to - from;
    double[][] z = new double[n][dimension];
    double[] feature = new double[features(dimension)];
    int[] order = order(next);
    for (int j = 0; j < dimension; j++) {
      double[] at = y[order[j]];
      int p = effective >= POINTS_PER_COEFFICIENT * features(j) ? features(j) : 1 + j;
      double[][] normal = new double[p][p];
      double[] right = new double[p];
      for (int k = 0; k < n; k++) {
        fill(j, z[k], feature);
        double weight = w[from + k];
        for (int a = 0; a < p; a++) {
          right[a] += weight * feature[a] * at[from + k];
          for (int b = 0; b <= a; b++) {
            normal[a][b] += weight * feature[a] * feature[b];
          }
        }
      }
      double[] solution = solve(normal, right, j, effective);
      if (solution == null) {
        return false;
      }
      System.arraycopy(solution, 0, next, first[j] + 1, p);
      double variance = 0;
      for (int k = 0; k < n; k++) {
        z[k][j] = at[from + k] - location(next, j, z[k], feature);
        variance += w[from + k] * z[k][j] * z[k][j];
      }
      double e = Math.sqrt(variance);
      if (!(e > 0) || !Double.isFinite(e)) {
        return false;
      }
      next[first[j]] = e;
      for (int k = 0; k < n; k++) {
        z[k][j] /= e;
      }
    }
    return true;
  }

  private static double[] solve(double[][] normal, double[] right, int j, double effective) {
    int p = right.length;
    for (int a = 0; a < p; a++) {
      normal[a][a] += a > j ? RIDGE / effective : TINY;
      for (int b = 0; b < a; b++) {
        normal[b][a] = normal[a][b];
      }
      if (!Double.isFinite(right[a]) || !Double.isFinite(normal[a][a])) {
        return null;
      }
    }
    try {
      return new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9, 0)
          .getSolver()
          .solve(new ArrayRealVector(right, false))
          .toArray();
    } catch (NonPositiveDefiniteMatrixException undetermined) {
      return null;
    }
  }
}

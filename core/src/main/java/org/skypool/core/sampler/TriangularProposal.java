package org.skypool.core.sampler;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;

/**
 * Proposal in several dimensions: independent standard numbers widened by s, normal or Student-t,
 * through a triangular map with quadratic terms, {@code y_j = poly2(z_1, ..., z_{j-1}) + e_j z_j},
 * so that curved posteriors are followed. The Jacobian is the product of the {@code e_j}.
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
 * Beyond {@value #MOST_ORDERS} dimensions only the order of the axes is tried. One per thread.
 */
final class TriangularProposal implements Proposal {
  private static final double RIDGE = 3;
  private static final int POINTS_PER_COEFFICIENT = 3;
  private static final int MOST_ORDERS = 4;
  private static final double WORTH_A_CHANGE = 0.15;
  private static final double TINY = 1e-10;

  private final int dimension;
  private final StandardDistribution distribution;
  private final double widening;
  private final int[] first;
  private final int[][] orders;
  private final WeightedLeastSquares regression;

  /** Standard coordinates by place in the map. */
  private double[][] standard = {};

  private double[][] feature = {};
  private double[] collected = {};
  private double[] weighted = {};
  private double[] target = {};

  TriangularProposal(int dimension, StandardDistribution distribution, double widening) {
    this.dimension = dimension;
    this.distribution = distribution;
    this.widening = widening;
    this.first = new int[dimension + 1];
    for (int j = 0; j < dimension; j++) {
      first[j + 1] = first[j] + 1 + features(j);
    }
    this.regression = new WeightedLeastSquares(features(dimension - 1));
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
    distribution.begin(from, to, logBase);
    for (int j = 0; j < dimension; j++) {
      double[] own = z[j];
      distribution.quantile(u[j], from, to, own);
      distribution.include(own, 1, from, to, logBase);
      for (int k = from; k < to; k++) {
        own[k] *= widening;
      }
    }
    distribution.finish(dimension, from, to, logBase);
  }

  @Override
  public void place(
      double[] fit, double[][] z, double[] logBase, int from, int to, double[][] y, double[] logQ) {
    double norm = norm(fit);
    int[] order = order(fit);
    for (int j = 0; j < dimension; j++) {
      double[] at = y[order[j]];
      double[] own = z[j];
      locate(fit, j, z, from, to, at);
      double e = fit[first[j]];
      for (int k = from; k < to; k++) {
        at[k] += e * own[k];
      }
    }
    for (int k = from; k < to; k++) {
      logQ[k] = norm + logBase[k];
    }
  }

  private double norm(double[] fit) {
    double norm = 0;
    for (int j = 0; j < dimension; j++) {
      norm -= StrictMath.log(widening * fit[first[j]]);
    }
    return norm;
  }

  /**
   * Features {@code z_i} and {@code z_i z_l} of place j times their coefficients, with the
   * constant.
   */
  private void locate(double[] fit, int j, double[][] z, int from, int to, double[] out) {
    int f = first[j] + 1;
    Arrays.fill(out, from, to, fit[f++]);
    for (int i = 0; i < j; i++) {
      addLinear(fit[f++], z[i], from, to, out);
    }
    for (int i = 0; i < j; i++) {
      for (int l = i; l < j; l++) {
        double c = fit[f++];
        if (c != 0) {
          addProduct(c, z[i], z[l], i == l ? 1 : 0, from, to, out);
        }
      }
    }
  }

  private static void addLinear(double c, double[] z, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += c * z[k];
    }
  }

  private static void addProduct(
      double c, double[] x, double[] z, double less, int from, int to, double[] out) {
    for (int k = from; k < to; k++) {
      out[k] += c * (x[k] * z[k] - less);
    }
  }

  @Override
  public void logDensity(double[] fit, double[][] y, int from, int to, double[] out) {
    int n = to - from;
    reserve(n);
    double norm = norm(fit);
    int[] order = order(fit);
    distribution.begin(0, n, collected);
    for (int j = 0; j < dimension; j++) {
      standardise(fit, j, y[order[j]], from, n);
      distribution.include(standard[j], 1 / widening, 0, n, collected);
    }
    distribution.finish(dimension, 0, n, collected);
    for (int k = 0; k < n; k++) {
      out[from + k] = norm + collected[k];
    }
  }

  /** Standard coordinates of place j, those of the places before it being there. */
  private void standardise(double[] fit, int j, double[] at, int from, int n) {
    double[] own = standard[j];
    locate(fit, j, standard, 0, n, own);
    double inverse = 1 / fit[first[j]];
    for (int k = 0; k < n; k++) {
      own[k] = (at[from + k] - own[k]) * inverse;
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
    reserve(n);
    int[] order = order(next);
    for (int j = 0; j < dimension; j++) {
      double[] at = y[order[j]];
      int p = effective >= POINTS_PER_COEFFICIENT * features(j) ? features(j) : 1 + j;
      if (!regress(at, w, from, n, j, p, effective)) {
        return false;
      }
      System.arraycopy(regression.right(), 0, next, first[j] + 1, p);
      next[first[j]] = 1;
      standardise(next, j, at, from, n);
      double[] residual = standard[j];
      for (int k = 0; k < n; k++) {
        weighted[k] = w[from + k] * residual[k];
      }
      double e = Math.sqrt(BlockMath.dot(weighted, residual, 0, n));
      if (!(e > 0) || !Double.isFinite(e)) {
        return false;
      }
      next[first[j]] = e;
      double inverse = 1 / e;
      for (int k = 0; k < n; k++) {
        residual[k] *= inverse;
      }
    }
    return true;
  }

  /** The first p coefficients of the features of place j. */
  private boolean regress(
      double[] at, double[] w, int from, int n, int j, int p, double effective) {
    fill(j, p, n);
    System.arraycopy(at, from, target, 0, n);
    double[][] matrix = regression.matrix();
    double[] right = regression.right();
    for (int a = 0; a < p; a++) {
      double[] own = feature[a];
      for (int k = 0; k < n; k++) {
        weighted[k] = w[from + k] * own[k];
      }
      right[a] = BlockMath.dot(weighted, target, 0, n);
      for (int b = 0; b <= a; b++) {
        matrix[a][b] = BlockMath.dot(weighted, feature[b], 0, n);
      }
      matrix[a][a] += a > j ? RIDGE / effective : TINY;
      if (!Double.isFinite(right[a]) || !Double.isFinite(matrix[a][a])) {
        return false;
      }
    }
    return regression.solve(p);
  }

  /** Columns of the first p features of place j. */
  private void fill(int j, int p, int n) {
    int f = 0;
    Arrays.fill(feature[f++], 0, n, 1);
    for (int i = 0; i < j && f < p; i++) {
      System.arraycopy(standard[i], 0, feature[f++], 0, n);
    }
    for (int i = 0; i < j && f < p; i++) {
      for (int l = i; l < j; l++) {
        double less = i == l ? 1 : 0;
        double[] x = standard[i];
        double[] z = standard[l];
        double[] out = feature[f++];
        for (int k = 0; k < n; k++) {
          out[k] = x[k] * z[k] - less;
        }
      }
    }
  }

  private void reserve(int n) {
    if (collected.length < n) {
      standard = new double[dimension][n];
      feature = new double[features(dimension - 1)][n];
      collected = new double[n];
      weighted = new double[n];
      target = new double[n];
    }
  }
}

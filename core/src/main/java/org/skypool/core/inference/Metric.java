package org.skypool.core.inference;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * A linear map {@code x = F y} to coordinates y in which a distribution has about unit covariance:
 * F is a Cholesky factor, or diagonal.
 */
final class Metric {
  private static final double DRAWS_PER_DIMENSION = 5;

  private final double[] diagonal;
  private final double[][] factor;

  private Metric(double[] diagonal, double[][] factor) {
    this.diagonal = diagonal;
    this.factor = factor;
  }

  /** Every coordinate as it is. */
  static Metric identity(int dimension) {
    double[] ones = new double[dimension];
    Arrays.fill(ones, 1);
    return new Metric(ones, null);
  }

  /**
   * Makes unit covariance of a normal approximation of the leading coordinates; the others stay as
   * they are.
   *
   * @param dense whether to use the correlations
   */
  static Metric of(double[][] covariance, int dimension, boolean dense) {
    double[][] all = new double[dimension][dense ? dimension : 1];
    for (int a = 0; a < dimension; a++) {
      all[a][dense ? a : 0] = a < covariance.length ? covariance[a][a] : 1;
      for (int b = 0; dense && a < covariance.length && b < a; b++) {
        all[a][b] = covariance[a][b];
      }
    }
    return dense ? dense(all, 1) : diagonal(all, 1);
  }

  /**
   * Makes unit covariance of what draws show about each chain's own mean, correlations shrunk as if
   * by one more, uncorrelated draw. Draws that never moved leave everything as it is, fewer than
   * five per dimension give no correlations.
   *
   * @param draws by chain
   */
  static Metric of(double[][][] draws, boolean mayBeDense) {
    int d = draws[0][0].length;
    boolean dense = mayBeDense && draws.length * draws[0].length >= DRAWS_PER_DIMENSION * d;
    double[][] sum = new double[d][dense ? d : 1];
    int n = 0;
    for (double[][] chain : draws) {
      n += chain.length - 1;
      double[] mean = mean(chain, d);
      for (double[] draw : chain) {
        for (int a = 0; a < d; a++) {
          double own = draw[a] - mean[a];
          if (!dense) {
            sum[a][0] += own * own;
          }
          for (int b = 0; dense && b <= a; b++) {
            sum[a][b] += own * (draw[b] - mean[b]);
          }
        }
      }
    }
    for (int a = 0; a < d; a++) {
      if (!(sum[a][dense ? a : 0] > 0)) {
        return identity(d);
      }
    }
    if (!dense) {
      return diagonal(sum, n);
    }
    for (int a = 0; a < d; a++) {
      sum[a][a] *= (n + 1.0) / n;
    }
    return dense(sum, n + 1);
  }

  private static double[] mean(double[][] chain, int dimension) {
    double[] mean = new double[dimension];
    for (double[] draw : chain) {
      for (int a = 0; a < dimension; a++) {
        mean[a] += draw[a] / chain.length;
      }
    }
    return mean;
  }

  private static Metric diagonal(double[][] sum, int n) {
    return new Metric(Arrays.stream(sum).mapToDouble(row -> Math.sqrt(row[0] / n)).toArray(), null);
  }

  /** Factors the correlations, which are of order one, whatever the scales. */
  private static Metric dense(double[][] sum, int n) {
    int d = sum.length;
    double[] sd = new double[d];
    Arrays.setAll(sd, a -> Math.sqrt(sum[a][a] / n));
    double[][] correlation = new double[d][d];
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < a; b++) {
        correlation[a][b] = sum[a][b] / n / (sd[a] * sd[b]);
        correlation[b][a] = correlation[a][b];
      }
      correlation[a][a] = 1;
    }
    try {
      double[][] factor =
          new CholeskyDecomposition(new Array2DRowRealMatrix(correlation, false), 1e-8, 1e-14)
              .getL()
              .getData();
      for (int a = 0; a < d; a++) {
        for (int b = 0; b <= a; b++) {
          factor[a][b] *= sd[a];
        }
      }
      return new Metric(null, factor);
    } catch (NonPositiveDefiniteMatrixException degenerate) {
      return new Metric(sd, null);
    }
  }

  /** {@code F y}. */
  double[] place(double[] y) {
    double[] x = new double[y.length];
    for (int a = 0; a < x.length; a++) {
      if (factor == null) {
        x[a] = diagonal[a] * y[a];
      } else {
        for (int b = 0; b <= a; b++) {
          x[a] += factor[a][b] * y[b];
        }
      }
    }
    return x;
  }

  /** The y with {@code F y = x}. */
  double[] whiten(double[] x) {
    double[] y = new double[x.length];
    for (int a = 0; a < y.length; a++) {
      if (factor == null) {
        y[a] = x[a] / diagonal[a];
      } else {
        double rest = x[a];
        for (int b = 0; b < a; b++) {
          rest -= factor[a][b] * y[b];
        }
        y[a] = rest / factor[a][a];
      }
    }
    return y;
  }

  /** A log density over x as one over y. */
  NoUTurnSampler.Target whiten(NoUTurnSampler.Target target) {
    return (y, gradient) -> {
      double[] byX = new double[y.length];
      double value = target.logDensity(place(y), byX);
      for (int a = 0; a < y.length; a++) {
        if (factor == null) {
          gradient[a] = diagonal[a] * byX[a];
        } else {
          gradient[a] = 0;
          for (int b = a; b < y.length; b++) {
            gradient[a] += factor[b][a] * byX[b];
          }
        }
      }
      return value;
    };
  }
}

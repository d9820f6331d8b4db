package org.skypool.core.inference;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * A linear map {@code x = F y} to coordinates y in which a distribution has about unit covariance:
 * F is a Cholesky factor, or diagonal.
 */
final class Metric {
  private static final double SHRINKAGE_DRAWS = 5;
  private static final double SHRUNK_TO = 1e-3;

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
   * Makes unit covariance of what draws show about each chain's own mean, shrunk towards a small
   * multiple of the identity as if by five more draws.
   *
   * @param draws by chain
   */
  static Metric of(double[][][] draws, boolean dense) {
    int d = draws[0][0].length;
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
    double weight = 1 / (n + SHRINKAGE_DRAWS);
    double floor = SHRUNK_TO * SHRINKAGE_DRAWS * weight;
    return dense ? dense(sum, weight, floor) : diagonal(sum, weight, floor);
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

  private static Metric diagonal(double[][] sum, double weight, double floor) {
    return new Metric(
        Arrays.stream(sum).mapToDouble(row -> Math.sqrt(weight * row[0] + floor)).toArray(), null);
  }

  private static Metric dense(double[][] sum, double weight, double floor) {
    int d = sum.length;
    double[][] covariance = new double[d][d];
    for (int a = 0; a < d; a++) {
      for (int b = 0; b <= a; b++) {
        covariance[a][b] = weight * sum[a][b];
        covariance[b][a] = covariance[a][b];
      }
      covariance[a][a] += floor;
    }
    CholeskyDecomposition cholesky =
        new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-8, 0);
    return new Metric(null, cholesky.getL().getData());
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

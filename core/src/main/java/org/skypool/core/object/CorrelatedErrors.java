package org.skypool.core.object;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/** Correlations of the measurement errors of objects. */
final class CorrelatedErrors {
  private CorrelatedErrors() {}

  /**
   * Columns of correlations by the indices of two names, null where there is none.
   *
   * @param names individual parameters or observables
   */
  static double[][][] of(ModelArguments arguments, List<String> names, ObjectBlock block) {
    int d = names.size();
    double[][][] rho = new double[d][d][];
    arguments
        .correlation()
        .forEach(
            (pair, expression) -> {
              int a = names.indexOf(pair.first());
              int b = names.indexOf(pair.second());
              double[] column = ColumnExpression.evaluate(expression, block);
              rho[a][b] = column;
              rho[b][a] = column;
            });
    return rho;
  }

  /** The same where only some are measured: the others count as independent, with errors of 1. */
  static double[][] factor(double[][][] rho, double[][] error, boolean[][] measured, int object) {
    int d = error.length;
    double[][] known = new double[d][1];
    double[][][] between = new double[d][d][];
    for (int j = 0; j < d; j++) {
      known[j][0] = measured[j][object] ? error[j][object] : 1;
      for (int l = 0; l < d; l++) {
        if (rho[j][l] != null && measured[j][object] && measured[l][object]) {
          between[j][l] = new double[] {rho[j][l][object]};
        }
      }
    }
    return factor(between, known, 0);
  }

  /**
   * Lower Cholesky factor of one object's error covariance; null if it is not positive definite.
   */
  static double[][] factor(double[][][] rho, double[][] error, int object) {
    int d = error.length;
    double[][] covariance = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int l = 0; l < d; l++) {
        double r = j == l ? 1 : rho[j][l] == null ? 0 : rho[j][l][object];
        covariance[j][l] = r * error[j][object] * error[l][object];
        if (!Double.isFinite(covariance[j][l])) {
          return null;
        }
      }
    }
    try {
      return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-12, 0)
          .getL()
          .getData();
    } catch (NonPositiveDefiniteMatrixException notADistribution) {
      return null;
    }
  }
}

package org.skypool.core.density;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** The third correlation follows from the partial one: r23 = r23.1 s2 s3 + r12 r13. */
class MultiNormalTest extends JointFamilyContract {
  @Override
  JointFamily family() {
    return new MultiNormal();
  }

  @Override
  List<double[]> argumentSets() {
    return List.of(
        new double[] {0, 0, 0, 1, 1, 1, 0, 0, 0},
        new double[] {1, -2, 3, 0.5, 2, 1, 0.8, -0.3, 0.4},
        new double[] {0, 5, 0, 3, 0.1, 1, -0.6, 0.7, -0.9});
  }

  @Override
  double mean(int j, double[] a) {
    return a[j];
  }

  @Override
  double covariance(int j, int k, double[] a) {
    return a[3 + j] * a[3 + k] * correlation(Math.min(j, k), Math.max(j, k), a);
  }

  private static double correlation(int j, int k, double[] a) {
    if (j == k) {
      return 1;
    }
    if (j == 0) {
      return a[5 + k];
    }
    return a[8] * Math.sqrt((1 - a[6] * a[6]) * (1 - a[7] * a[7])) + a[6] * a[7];
  }

  @Override
  double reference(double[] x, double[] a) {
    RealMatrix covariance = new Array2DRowRealMatrix(3, 3);
    double[] residual = new double[3];
    for (int j = 0; j < 3; j++) {
      residual[j] = x[j] - a[j];
      for (int k = 0; k < 3; k++) {
        covariance.setEntry(j, k, covariance(j, k, a));
      }
    }
    LUDecomposition solved = new LUDecomposition(covariance);
    double[] weighted = solved.getSolver().getInverse().operate(residual);
    double square = 0;
    for (int j = 0; j < 3; j++) {
      square += residual[j] * weighted[j];
    }
    return -0.5 * (square + Math.log(solved.getDeterminant()) + 3 * Math.log(2 * Math.PI));
  }
}

package org.skypool.core.inference;

/** Mean and covariance of weighted points. */
final class Moments {
  private Moments() {}

  static Laplace of(double[][] z, double[] logWeight) {
    int d = z[0].length;
    double[] mean = new double[d];
    double[][] covariance = new double[d][d];
    for (int k = 0; k < z.length; k++) {
      double w = StrictMath.exp(logWeight[k]);
      for (int a = 0; a < d; a++) {
        mean[a] += w * z[k][a];
      }
    }
    for (int k = 0; k < z.length; k++) {
      double w = StrictMath.exp(logWeight[k]);
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          covariance[a][b] += w * (z[k][a] - mean[a]) * (z[k][b] - mean[b]);
        }
      }
    }
    return new Laplace(mean, covariance);
  }
}

package org.skypool.core.inference;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** A multivariate Student-t as importance proposal: {@code x = centre + L z sqrt(nu / chi2_nu)}. */
final class StudentProposal {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final double[] centre;
  private final double[][] factor;
  private final double degrees;
  private final double logNorm;
  private final ChiSquaredDistribution chiSquared;

  private StudentProposal(double[] centre, double[][] factor, double degrees) {
    this.centre = centre;
    this.factor = factor;
    this.degrees = degrees;
    this.chiSquared = ChiSquaredDistribution.of(degrees);
    int d = centre.length;
    double logDeterminant = 0;
    for (int j = 0; j < d; j++) {
      logDeterminant += StrictMath.log(factor[j][j]);
    }
    this.logNorm =
        LogGamma.value((degrees + d) / 2)
            - LogGamma.value(degrees / 2)
            - d / 2.0 * StrictMath.log(degrees * Math.PI)
            - logDeterminant;
  }

  /**
   * Makes a proposal from a normal approximation.
   *
   * @param widening factor on the standard deviations
   * @return empty if the covariance is not positive definite
   */
  static Optional<StudentProposal> of(Laplace shape, double widening, double degrees) {
    int d = shape.centre().length;
    double[][] scaled = new double[d][d];
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        scaled[a][b] = shape.covariance()[a][b] * widening * widening;
        if (!Double.isFinite(scaled[a][b])) {
          return Optional.empty();
        }
      }
    }
    try {
      double[][] factor =
          new CholeskyDecomposition(new Array2DRowRealMatrix(scaled, false), 1e-8, 0)
              .getL()
              .getData();
      return Optional.of(new StudentProposal(shape.centre().clone(), factor, degrees));
    } catch (NonPositiveDefiniteMatrixException degenerate) {
      return Optional.empty();
    }
  }

  /** The point of the proposal at a point of the unit cube with one more dimension. */
  double[] at(double[] u) {
    int d = centre.length;
    double stretch = Math.sqrt(degrees / chiSquared.inverseCumulativeProbability(u[d]));
    double[] z = new double[d];
    double[] x = centre.clone();
    for (int j = 0; j < d; j++) {
      z[j] = stretch * NORMAL.inverseCumulativeProbability(u[j]);
      for (int l = 0; l <= j; l++) {
        x[j] += factor[j][l] * z[l];
      }
    }
    return x;
  }

  double logDensity(double[] x) {
    int d = centre.length;
    double[] z = new double[d];
    double square = 0;
    for (int j = 0; j < d; j++) {
      double residual = x[j] - centre[j];
      for (int l = 0; l < j; l++) {
        residual -= factor[j][l] * z[l];
      }
      z[j] = residual / factor[j][j];
      square += z[j] * z[j];
    }
    return logNorm - (degrees + d) / 2 * StrictMath.log1p(square / degrees);
  }
}

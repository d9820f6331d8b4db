package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Expression;

/** The Gaussian model bound to its arguments. */
final class GaussianLikelihood implements ObjectLikelihood {
  private static final double LOG_SQRT_2PI = 0.91893853320467274178;

  private final GaussianModel model;
  private final ModelArguments arguments;

  GaussianLikelihood(GaussianModel model, ModelArguments arguments) {
    this.model = model;
    this.arguments = arguments;
  }

  @Override
  public BlockLikelihood of(ObjectBlock block) {
    double[][] value = arguments.evaluate(GaussianModel.VALUE, block);
    double[][] error = arguments.evaluate(GaussianModel.ERROR, block);
    return arguments.correlation().isEmpty()
        ? new Independent(value, error)
        : new Correlated(value, error, block);
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    ObjectBlock one = SimulatedColumns.block(columns);
    double[][] error = arguments.evaluate(GaussianModel.ERROR, one);
    double[][] factor = factor(correlations(one), error, 0);
    if (factor == null) {
      throw new IllegalArgumentException(
          "objects.correlation: the matrix is not positive definite");
    }
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] z = new double[theta.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = normal.sample();
      double noise = 0;
      for (int l = 0; l <= j; l++) {
        noise += factor[j][l] * z[l];
      }
      String theta0 = arguments.thetas().get(j);
      Expression value = arguments.values().get(theta0).get(GaussianModel.VALUE);
      columns.put(SimulatedColumns.name(theta0, GaussianModel.VALUE, value), theta[j] + noise);
    }
  }

  /** Correlation columns by pair index (upper triangle), or null where all are zero. */
  private double[][][] correlations(ObjectBlock block) {
    int d = arguments.thetas().size();
    double[][][] rho = new double[d][d][];
    arguments
        .correlation()
        .forEach(
            (pair, expression) -> {
              int a = arguments.thetas().indexOf(pair.first());
              int b = arguments.thetas().indexOf(pair.second());
              double[] column = ColumnExpression.evaluate(expression, block);
              rho[a][b] = column;
              rho[b][a] = column;
            });
    return rho;
  }

  /**
   * Lower Cholesky factor of one object's error covariance; null if it is not positive definite.
   */
  private static double[][] factor(double[][][] rho, double[][] error, int object) {
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

  private final class Independent implements BlockLikelihood {
    private final double[][] value;
    private final double[][] error;

    Independent(double[][] value, double[][] error) {
      this.value = value;
      this.error = error;
    }

    @Override
    public String reject(int i) {
      return ArgumentDomains.reject(
          arguments.thetas(), model.arguments(), new double[][][] {value, error}, i);
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        centre[j] = value[j][i];
        scale[j] = error[j][i];
      }
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      for (int j = 0; j < theta.length; j++) {
        double mean = value[j][i];
        double inverse = 1 / error[j][i];
        double norm = -LOG_SQRT_2PI - StrictMath.log(error[j][i]);
        if (j == 0) {
          first(theta[j], mean, inverse, norm, from, to, out);
        } else {
          next(theta[j], mean, inverse, norm, from, to, out);
        }
      }
    }

    private void first(
        double[] x, double mean, double inverse, double norm, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        double z = (x[k] - mean) * inverse;
        out[k] = norm - 0.5 * z * z;
      }
    }

    private void next(
        double[] x, double mean, double inverse, double norm, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        double z = (x[k] - mean) * inverse;
        out[k] += norm - 0.5 * z * z;
      }
    }
  }

  private final class Correlated implements BlockLikelihood {
    private final double[][] value;
    private final double[][] error;
    private final double[][][] factors;

    Correlated(double[][] value, double[][] error, ObjectBlock block) {
      this.value = value;
      this.error = error;
      double[][][] rho = correlations(block);
      this.factors = new double[block.size()][][];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = factor(rho, error, i);
      }
    }

    @Override
    public String reject(int i) {
      List<ModelArgument> declared = model.arguments();
      String reason =
          ArgumentDomains.reject(arguments.thetas(), declared, new double[][][] {value, error}, i);
      if (reason == null && factors[i] == null) {
        return "correlations of the errors do not form a positive definite matrix";
      }
      return reason;
    }

    @Override
    public void locate(int i, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        centre[j] = value[j][i];
        scale[j] = error[j][i];
      }
    }

    @Override
    public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
      double[][] factor = factors[i];
      int d = theta.length;
      double norm = 0;
      for (int j = 0; j < d; j++) {
        norm -= LOG_SQRT_2PI + StrictMath.log(factor[j][j]);
      }
      double[] z = new double[d];
      for (int k = from; k < to; k++) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
          double residual = theta[j][k] - value[j][i];
          for (int l = 0; l < j; l++) {
            residual -= factor[j][l] * z[l];
          }
          z[j] = residual / factor[j][j];
          sum += z[j] * z[j];
        }
        out[k] = norm - 0.5 * sum;
      }
    }
  }
}

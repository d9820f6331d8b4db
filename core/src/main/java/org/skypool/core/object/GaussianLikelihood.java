package org.skypool.core.object;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.math.BlockMath;

/** The Gaussian model bound to its arguments. */
final class GaussianLikelihood implements RowLikelihood {
  private static final double LOG_SQRT_2PI = 0.91893853320467274178;

  private final GaussianModel model;
  private final ModelArguments arguments;

  GaussianLikelihood(GaussianModel model, ModelArguments arguments) {
    this.model = model;
    this.arguments = arguments;
  }

  @Override
  public Rows of(ObjectBlock rows) {
    ArgumentColumns columns = ArgumentColumns.of(model, arguments, rows);
    return arguments.correlation().isEmpty()
        ? new Independent(columns)
        : new Correlated(columns, rows);
  }

  @Override
  public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
    ObjectBlock one = SimulatedColumns.block(columns);
    double[][] error = ArgumentColumns.one(model, GaussianModel.ERROR, arguments, one);
    double[][] factor =
        CorrelatedErrors.factor(CorrelatedErrors.of(arguments, arguments.thetas(), one), error, 0);
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

  /** The mean of the rows weighted by their errors, and its standard deviation. */
  private static void locate(
      double[][] value, double[][] error, int first, int end, double[] centre, double[] scale) {
    for (int j = 0; j < centre.length; j++) {
      if (end == first + 1) {
        centre[j] = value[j][first];
        scale[j] = error[j][first];
        continue;
      }
      double weight = 0;
      double sum = 0;
      for (int row = first; row < end; row++) {
        double w = 1 / (error[j][row] * error[j][row]);
        weight += w;
        sum += w * value[j][row];
      }
      centre[j] = sum / weight;
      scale[j] = 1 / Math.sqrt(weight);
    }
  }

  private static final class Independent implements Rows {
    private final ArgumentColumns columns;
    private final double[][] value;
    private final double[][] error;

    /** Reciprocals of the errors, and logarithms of the normal densities at their peaks. */
    private final double[][] inverse;

    private final double[][] peak;

    Independent(ArgumentColumns columns) {
      this.columns = columns;
      this.value = columns.of(GaussianModel.VALUE);
      this.error = columns.of(GaussianModel.ERROR);
      this.inverse = new double[error.length][];
      this.peak = new double[error.length][];
      for (int j = 0; j < error.length; j++) {
        int rows = error[j].length;
        inverse[j] = new double[rows];
        peak[j] = new double[rows];
        BlockMath.log(error[j], 0, rows, peak[j]);
        for (int row = 0; row < rows; row++) {
          inverse[j][row] = 1 / error[j][row];
          peak[j][row] = -LOG_SQRT_2PI - peak[j][row];
        }
      }
    }

    @Override
    public String reject(int row) {
      return columns.reject(row);
    }

    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      GaussianLikelihood.locate(value, error, first, end, centre, scale);
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      for (int row = first; row < end; row++) {
        for (int j = 0; j < theta.length; j++) {
          double mean = value[j][row];
          if (row == first && j == 0) {
            first(theta[j], mean, inverse[j][row], peak[j][row], from, to, out);
          } else {
            next(theta[j], mean, inverse[j][row], peak[j][row], from, to, out);
          }
        }
      }
    }

    private static void first(
        double[] x, double mean, double inverse, double norm, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        double z = (x[k] - mean) * inverse;
        out[k] = norm - 0.5 * z * z;
      }
    }

    private static void next(
        double[] x, double mean, double inverse, double norm, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        double z = (x[k] - mean) * inverse;
        out[k] += norm - 0.5 * z * z;
      }
    }
  }

  private final class Correlated implements Rows {
    private final ArgumentColumns columns;
    private final double[][] value;
    private final double[][] error;
    private final double[][][] factors;

    Correlated(ArgumentColumns columns, ObjectBlock rows) {
      this.columns = columns;
      this.value = columns.of(GaussianModel.VALUE);
      this.error = columns.of(GaussianModel.ERROR);
      double[][][] rho = CorrelatedErrors.of(arguments, arguments.thetas(), rows);
      this.factors = new double[rows.size()][][];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = CorrelatedErrors.factor(rho, error, i);
      }
    }

    @Override
    public String reject(int row) {
      String reason = columns.reject(row);
      if (reason == null && factors[row] == null) {
        return "correlations of the errors do not form a positive definite matrix";
      }
      return reason;
    }

    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      GaussianLikelihood.locate(value, error, first, end, centre, scale);
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      double[] z = new double[theta.length];
      for (int row = first; row < end; row++) {
        add(row, row == first, theta, from, to, z, out);
      }
    }

    private void add(
        int row, boolean fresh, double[][] theta, int from, int to, double[] z, double[] out) {
      double[][] factor = factors[row];
      double norm = 0;
      for (int j = 0; j < z.length; j++) {
        norm -= LOG_SQRT_2PI + StrictMath.log(factor[j][j]);
      }
      for (int k = from; k < to; k++) {
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
          double residual = theta[j][k] - value[j][row];
          for (int l = 0; l < j; l++) {
            residual -= factor[j][l] * z[l];
          }
          z[j] = residual / factor[j][j];
          sum += z[j] * z[j];
        }
        out[k] = fresh ? norm - 0.5 * sum : out[k] + (norm - 0.5 * sum);
      }
    }
  }
}

package org.skypool.core.object;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.density.StudentT;
import org.skypool.core.expression.Expression;
import org.skypool.core.math.BlockMath;
import org.skypool.core.math.GammaHalfStep;

/**
 * Values measured with heavy-tailed errors: {@code D = theta + error t} with t from Student's
 * distribution of {@code df} degrees of freedom.
 *
 * <p>Arguments per individual parameter: {@code value}, the measurement, {@code error}, the scale
 * of its error (for {@code df > 2} its standard deviation is {@code error sqrt(df / (df - 2))}),
 * both in the units of the parameter, and {@code df}, any positive number. Errors are independent.
 */
public final class StudentModel implements ObjectModel {

  private static final String VALUE = "value";
  private static final String ERROR = "error";
  private static final String DF = "df";

  /** Steps of iteratively reweighted least squares: a start for the sampler needs few digits. */
  private static final int STEPS = 20;

  private static final StudentT FAMILY = new StudentT();

  @Override
  public String name() {
    return "student";
  }

  @Override
  public String description() {
    return "values measured with heavy-tailed errors, Student's t";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(VALUE, "the measured value", ModelArgument.Domain.FINITE),
        new ModelArgument(ERROR, "the scale of its error", ModelArgument.Domain.POSITIVE),
        new ModelArgument(DF, "degrees of freedom", ModelArgument.Domain.POSITIVE));
  }

  @Override
  public String example() {
    return "theta.velocity { value = v, error = v_err, df = 4 }";
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Expression sum = Expression.constant(0);
    for (String theta : arguments.thetas()) {
      Map<String, Expression> own = arguments.values().get(theta);
      sum =
          sum.plus(
              FAMILY.logDensity(
                  own.get(VALUE), List.of(own.get(DF), arguments.theta(theta), own.get(ERROR))));
    }
    return sum;
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    ModelArguments complete = arguments.complete(this);
    return RowsLikelihood.of(complete, new Bound(complete));
  }

  private final class Bound implements RowLikelihood {
    private final ModelArguments arguments;

    Bound(ModelArguments arguments) {
      this.arguments = arguments;
    }

    @Override
    public Rows of(ObjectBlock rows) {
      return new Values(ArgumentColumns.of(StudentModel.this, arguments, rows));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      ObjectBlock one = SimulatedColumns.block(columns);
      double[][] error = ArgumentColumns.one(StudentModel.this, ERROR, arguments, one);
      double[][] df = ArgumentColumns.one(StudentModel.this, DF, arguments, one);
      for (int j = 0; j < theta.length; j++) {
        String name = arguments.thetas().get(j);
        Expression target = arguments.values().get(name).get(VALUE);
        double value = FAMILY.sample(rng, new double[] {df[j][0], theta[j], error[j][0]});
        columns.put(SimulatedColumns.name(name, VALUE, target), value);
      }
    }
  }

  private static final class Values implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final double[][] value;
    private final double[][] error;
    private final double[][] df;

    /** {@code 1 / (error sqrt(df))}, and logarithms of the densities at their peaks. */
    private final double[][] inverse;

    private final double[][] peak;

    Values(ArgumentColumns columns) {
      this.columns = columns;
      this.value = columns.of(VALUE);
      this.error = columns.of(ERROR);
      this.df = columns.of(DF);
      this.inverse = new double[df.length][];
      this.peak = new double[df.length][];
      for (int j = 0; j < peak.length; j++) {
        inverse[j] = inverses(error[j], df[j]);
        peak[j] = peaks(error[j], df[j]);
      }
    }

    private static double[] inverses(double[] error, double[] df) {
      double[] inverse = new double[df.length];
      for (int row = 0; row < inverse.length; row++) {
        inverse[row] = 1 / error[row] / Math.sqrt(df[row]);
      }
      return inverse;
    }

    private static double[] peaks(double[] error, double[] df) {
      double[] peak = new double[df.length];
      double[] logError = new double[df.length];
      BlockMath.log(error, 0, df.length, logError);
      for (int row = 0; row < peak.length; row++) {
        peak[row] = df[row] * Math.PI;
      }
      BlockMath.log(peak, 0, peak.length, peak);
      for (int row = 0; row < peak.length; row++) {
        peak[row] = GammaHalfStep.value(df[row] / 2) - 0.5 * peak[row] - logError[row];
      }
      return peak;
    }

    @Override
    public String reject(int row) {
      return columns.reject(row);
    }

    /**
     * From the median, the most likely value by iteratively reweighted least squares; the width
     * from the Fisher information {@code (df + 1) / ((df + 3) error^2)} of every row.
     */
    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        double at = end == first + 1 ? value[j][first] : likeliest(j, first, end);
        double information = 0;
        for (int row = first; row < end; row++) {
          double s = error[j][row];
          information += (df[j][row] + 1) / ((df[j][row] + 3) * s * s);
        }
        centre[j] = at;
        scale[j] = 1 / Math.sqrt(information);
      }
    }

    private double likeliest(int j, int first, int end) {
      double[] sorted = Arrays.copyOfRange(value[j], first, end);
      Arrays.sort(sorted);
      double at = sorted[sorted.length / 2];
      for (int step = 0; step < STEPS; step++) {
        at = reweighted(j, first, end, at);
      }
      return at;
    }

    private double reweighted(int j, int first, int end, double at) {
      double weights = 0;
      double sum = 0;
      for (int row = first; row < end; row++) {
        double s = error[j][row];
        double z = (value[j][row] - at) / s;
        double w = (df[j][row] + 1) / ((df[j][row] + z * z) * s * s);
        weights += w;
        sum += w * value[j][row];
      }
      return sum / weights;
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      PieceOfPoints piece = PieceOfPoints.ofThread();
      for (int start = from; start < to; start += PieceOfPoints.MOST) {
        int next = PieceOfPoints.end(start, to);
        for (int row = first; row < end; row++) {
          for (int j = 0; j < theta.length; j++) {
            logDensity(j, row, theta[j], start, next, piece);
            piece.put(row == first && j == 0, start, next, out);
          }
        }
      }
    }

    private void logDensity(int j, int row, double[] x, int start, int end, PieceOfPoints piece) {
      double[] term = piece.term;
      PieceOfPoints.logOfOnePlusSquare(x, value[j][row], inverse[j][row], start, end, term);
      double power = 0.5 * (df[j][row] + 1);
      double constant = peak[j][row];
      for (int k = 0; k < end - start; k++) {
        term[k] = constant - power * term[k];
      }
    }
  }
}

package org.example.skypool;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ArgumentColumns;
import org.skypool.core.object.ModelArgument;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.RowLikelihood;
import org.skypool.core.object.RowsLikelihood;
import org.skypool.core.object.SimulatedColumns;

/**
 * Values with different errors above and below, as tables print them: {@code 10.42 +0.11 -0.06}.
 *
 * <p>{@code log p(D | theta) = log sqrt(2 / pi) - log(above + below) - z^2 / 2} with {@code z =
 * (theta - D) / above} where theta is above the value and {@code (theta - D) / below} where it is
 * below: two halves of normal densities that meet at the value, normalised over D. Errors of
 * different parameters are independent.
 */
public final class TwoPieceModel implements ObjectModel {
  private static final String VALUE = "value";
  private static final String ABOVE = "above";
  private static final String BELOW = "below";
  private static final double LOG_SQRT_TWO_OVER_PI = 0.5 * StrictMath.log(2 / Math.PI);

  @Override
  public String name() {
    return "two_piece";
  }

  @Override
  public String description() {
    return "values with different errors above and below";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(VALUE, "the measured value", ModelArgument.Domain.FINITE),
        new ModelArgument(ABOVE, "its error above", ModelArgument.Domain.POSITIVE),
        new ModelArgument(BELOW, "its error below", ModelArgument.Domain.POSITIVE));
  }

  @Override
  public String example() {
    return "theta.log_l { value = logl, above = e_up, below = e_down }";
  }

  /** The likelihood as an expression, for the engines that differentiate it. */
  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Expression zero = Expression.constant(0);
    Expression sum = zero;
    for (String theta : arguments.thetas()) {
      Map<String, Expression> own = arguments.values().get(theta);
      Expression distance = arguments.theta(theta).minus(own.get(VALUE));
      Expression z =
          Expression.apply(Binary.MAX, distance, zero)
              .dividedBy(own.get(ABOVE))
              .plus(Expression.apply(Binary.MIN, distance, zero).dividedBy(own.get(BELOW)));
      sum =
          sum.plus(LOG_SQRT_TWO_OVER_PI)
              .minus(own.get(ABOVE).plus(own.get(BELOW)).log())
              .minus(z.square().times(0.5));
    }
    return sum;
  }

  /** The same as loops over points, for the sampling of objects. */
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
      return new Values(ArgumentColumns.of(TwoPieceModel.this, arguments, rows));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      ObjectBlock one = SimulatedColumns.block(columns);
      double[][] above = ArgumentColumns.one(TwoPieceModel.this, ABOVE, arguments, one);
      double[][] below = ArgumentColumns.one(TwoPieceModel.this, BELOW, arguments, one);
      for (int j = 0; j < theta.length; j++) {
        double up = above[j][0];
        double down = below[j][0];
        double size = Math.abs(ZigguratSampler.NormalizedGaussian.of(rng).sample());
        boolean measuredBelow = rng.nextDouble() * (up + down) < up;
        double value = measuredBelow ? theta[j] - up * size : theta[j] + down * size;
        String name = arguments.thetas().get(j);
        Expression target = arguments.values().get(name).get(VALUE);
        columns.put(SimulatedColumns.name(name, VALUE, target), value);
      }
    }
  }

  private static final class Values implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final double[][] value;
    private final double[][] above;
    private final double[][] below;

    Values(ArgumentColumns columns) {
      this.columns = columns;
      this.value = columns.of(VALUE);
      this.above = columns.of(ABOVE);
      this.below = columns.of(BELOW);
    }

    @Override
    public String reject(int row) {
      return columns.reject(row);
    }

    /** The mean of the values, weighted by the mean error of each. */
    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        double weights = 0;
        double sum = 0;
        for (int row = first; row < end; row++) {
          double error = 0.5 * (above[j][row] + below[j][row]);
          weights += 1 / (error * error);
          sum += value[j][row] / (error * error);
        }
        centre[j] = sum / weights;
        scale[j] = 1 / Math.sqrt(weights);
      }
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      Arrays.fill(out, from, to, 0);
      for (int row = first; row < end; row++) {
        for (int j = 0; j < theta.length; j++) {
          double centre = value[j][row];
          double up = above[j][row];
          double down = below[j][row];
          double peak = LOG_SQRT_TWO_OVER_PI - StrictMath.log(up + down);
          for (int k = from; k < to; k++) {
            double distance = theta[j][k] - centre;
            double z = distance / (distance > 0 ? up : down);
            out[k] += peak - 0.5 * z * z;
          }
        }
      }
    }
  }
}

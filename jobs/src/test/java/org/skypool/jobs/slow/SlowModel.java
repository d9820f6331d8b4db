package org.skypool.jobs.slow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ArgumentColumns;
import org.skypool.core.object.ModelArgument;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.RowLikelihood;
import org.skypool.core.object.RowsLikelihood;

/**
 * Normal errors, at the cost of {@code work} sines per evaluation: a likelihood that needs the CPU,
 * and one whose cost differs from object to object. Tests put it into a jar of its own.
 */
public final class SlowModel implements ObjectModel {
  @Override
  public String name() {
    return "slow";
  }

  @Override
  public String description() {
    return "values measured with normal errors, slowly";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument("value", "the measured value", ModelArgument.Domain.FINITE),
        new ModelArgument("error", "its standard deviation", ModelArgument.Domain.POSITIVE),
        new ModelArgument("work", "sines per evaluation", ModelArgument.Domain.COUNT));
  }

  @Override
  public String example() {
    return "theta.x { value = x, error = x_err, work = 100 }";
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Expression sum = Expression.constant(0);
    for (String theta : arguments.thetas()) {
      Map<String, Expression> own = arguments.values().get(theta);
      Expression z = arguments.theta(theta).minus(own.get("value")).dividedBy(own.get("error"));
      sum = sum.minus(z.square().times(0.5)).minus(own.get("error").log());
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
      return new Values(ArgumentColumns.of(SlowModel.this, arguments, rows));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      throw new UnsupportedOperationException("measured values only");
    }
  }

  private static final class Values implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final double[][] value;
    private final double[][] error;
    private final double[][] work;

    Values(ArgumentColumns columns) {
      this.columns = columns;
      this.value = columns.of("value");
      this.error = columns.of("error");
      this.work = columns.of("work");
    }

    @Override
    public String reject(int row) {
      return columns.reject(row);
    }

    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        centre[j] = value[j][first];
        scale[j] = error[j][first];
      }
    }

    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      Arrays.fill(out, from, to, 0);
      for (int row = first; row < end; row++) {
        for (int j = 0; j < theta.length; j++) {
          for (int k = from; k < to; k++) {
            double z = (theta[j][k] - value[j][row]) / error[j][row];
            double peak = -StrictMath.log(error[j][row]);
            out[k] += peak - 0.5 * z * z + nothing(work[j][row]);
          }
        }
      }
    }

    private static double nothing(double sines) {
      double x = 1;
      for (int n = 0; n < sines; n++) {
        x = StrictMath.sin(x);
      }
      return x > 1 ? x : 0;
    }
  }
}

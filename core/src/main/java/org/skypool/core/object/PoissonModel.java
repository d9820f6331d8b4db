package org.skypool.core.object;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.PointFunction;

/**
 * Events counted during an exposure: {@code D ~ Poisson(exposure theta)} with the individual
 * parameter, a rate, above 0.
 *
 * <p>Arguments per individual parameter: {@code counts}, a whole number, and {@code exposure}, in
 * units of 1 / theta, 1 where it is not given. Several observations of an object are independent
 * counts.
 */
public final class PoissonModel implements ObjectModel {

  private static final String COUNTS = "counts";
  private static final String EXPOSURE = "exposure";

  /** Above it the counts of a simulation do not fit an int. */
  private static final double MOST_EXPECTED = 1e9;

  @Override
  public String name() {
    return "poisson";
  }

  @Override
  public String description() {
    return "events counted during an exposure, at a rate";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(COUNTS, "number of events", ModelArgument.Domain.COUNT),
        ModelArgument.optional(
            EXPOSURE, "exposure, in units of 1 / theta", ModelArgument.Domain.POSITIVE, 1));
  }

  @Override
  public String example() {
    return "theta.rate { counts = n, exposure = t }";
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Expression sum = Expression.constant(0);
    for (String theta : arguments.thetas()) {
      Map<String, Expression> own = arguments.values().get(theta);
      Expression mean = own.get(EXPOSURE).times(arguments.theta(theta));
      sum = sum.plus(Expression.apply(LogPoisson.INSTANCE, own.get(COUNTS), mean));
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
      return new Counts(ArgumentColumns.of(PoissonModel.this, arguments, rows));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      double[][] exposure =
          ArgumentColumns.one(
              PoissonModel.this, EXPOSURE, arguments, SimulatedColumns.block(columns));
      for (int j = 0; j < theta.length; j++) {
        double mean = exposure[j][0] * theta[j];
        if (!(mean >= 0 && mean <= MOST_EXPECTED)) {
          throw new IllegalArgumentException(
              "cannot simulate counts with mean " + mean + ", must be from 0 to " + MOST_EXPECTED);
        }
        double counts = mean == 0 ? 0 : PoissonSampler.of(rng, mean).sample();
        String name = arguments.thetas().get(j);
        Expression target = arguments.values().get(name).get(COUNTS);
        columns.put(SimulatedColumns.name(name, COUNTS, target), counts);
      }
    }
  }

  private static final class Counts implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final double[][] counts;
    private final double[][] exposure;

    Counts(ArgumentColumns columns) {
      this.columns = columns;
      this.counts = columns.of(COUNTS);
      this.exposure = columns.of(EXPOSURE);
    }

    @Override
    public String reject(int row) {
      return columns.reject(row);
    }

    /** Mean and standard deviation of the posterior under a uniform prior. */
    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        double events = 1;
        double time = 0;
        for (int row = first; row < end; row++) {
          events += counts[j][row];
          time += exposure[j][row];
        }
        centre[j] = events / time;
        scale[j] = Math.sqrt(events) / time;
      }
    }

    /** {@code n log theta - T theta} with the totals, and what does not depend on the rate. */
    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      Arrays.fill(out, from, to, 0);
      for (int j = 0; j < theta.length; j++) {
        double events = 0;
        double time = 0;
        double rest = 0;
        for (int row = first; row < end; row++) {
          double n = counts[j][row];
          events += n;
          time += exposure[j][row];
          rest += n * StrictMath.log(exposure[j][row]) - LogGamma.value(n + 1);
        }
        add(theta[j], events, time, rest, from, to, out);
      }
    }

    private static void add(
        double[] rate, double events, double time, double rest, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] +=
            rate[k] > 0
                ? rest + events * StrictMath.log(rate[k]) - time * rate[k]
                : impossible(rate[k]);
      }
    }
  }

  private static double impossible(double rate) {
    return Double.isNaN(rate) ? Double.NaN : Double.NEGATIVE_INFINITY;
  }

  /** Log probability of counts of a given mean. */
  private enum LogPoisson implements PointFunction {
    INSTANCE;

    @Override
    public int arity() {
      return 2;
    }

    @Override
    public double at(double[] x) {
      return x[1] > 0
          ? x[0] * StrictMath.log(x[1]) - x[1] - LogGamma.value(x[0] + 1)
          : impossible(x[1]);
    }

    /** By the mean only: counts are data. */
    @Override
    public double partial(double[] x, double y, int j) {
      return j == 1 ? x[0] / x[1] - 1 : Double.NaN;
    }
  }
}

package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.PointFunction;
import org.skypool.core.math.BlockMath;

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

    /** {@code n log T - log n!}, what does not depend on the rate. */
    private final double[][] rest;

    Counts(ArgumentColumns columns) {
      this.columns = columns;
      this.counts = columns.of(COUNTS);
      this.exposure = columns.of(EXPOSURE);
      this.rest = new double[counts.length][];
      for (int j = 0; j < rest.length; j++) {
        rest[j] = new double[counts[j].length];
        BlockMath.log(exposure[j], 0, rest[j].length, rest[j]);
        for (int row = 0; row < rest[j].length; row++) {
          double n = counts[j][row];
          rest[j][row] = n * rest[j][row] - LogGamma.value(n + 1);
        }
      }
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
      for (int j = 0; j < theta.length; j++) {
        double events = 0;
        double time = 0;
        double constant = 0;
        for (int row = first; row < end; row++) {
          events += counts[j][row];
          time += exposure[j][row];
          constant += rest[j][row];
        }
        PieceOfPoints piece = PieceOfPoints.ofThread();
        for (int start = from; start < to; start += PieceOfPoints.MOST) {
          int next = PieceOfPoints.end(start, to);
          logProbability(constant, events, time, theta[j], start, next, piece);
          piece.put(j == 0, start, next, out);
        }
      }
    }

    /** Infinite logarithms, and those that are not numbers, belong to impossible rates. */
    private static void logProbability(
        double constant,
        double events,
        double time,
        double[] rate,
        int start,
        int end,
        PieceOfPoints piece) {
      double[] term = piece.term;
      PieceOfPoints.log(rate, start, end, term);
      for (int k = start; k < end; k++) {
        term[k - start] = constant + events * term[k - start] - time * rate[k];
      }
      if (piece.isFinite(end - start)) {
        return;
      }
      for (int k = start; k < end; k++) {
        if (!(rate[k] > 0 && rate[k] < Double.POSITIVE_INFINITY)) {
          term[k - start] = impossible(rate[k]);
        }
      }
    }
  }

  private static double impossible(double rate) {
    return rate <= 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
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
          ? x[0] * BlockMath.log(x[1]) - x[1] - LogGamma.value(x[0] + 1)
          : impossible(x[1]);
    }

    /** Counts are data, the same at all points of an object: their factorial is kept. */
    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      double[] mean = arguments[1];
      BlockMath.log(mean, from, to, out);
      double counts = Double.NaN;
      double logFactorial = Double.NaN;
      for (int k = from; k < to; k++) {
        if (arguments[0][k] != counts) {
          counts = arguments[0][k];
          logFactorial = LogGamma.value(counts + 1);
        }
        out[k] = mean[k] > 0 ? counts * out[k] - mean[k] - logFactorial : impossible(mean[k]);
      }
    }

    /** By the mean only: counts are data. */
    @Override
    public double partial(double[] x, double y, int j) {
      return j == 1 ? x[0] / x[1] - 1 : Double.NaN;
    }
  }
}

package org.skypool.core.object;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.PointFunction;

/**
 * Successes among independent trials: {@code D ~ Binomial(trials, p)} with the individual parameter
 * {@code p} in (0, 1).
 *
 * <p>Arguments per individual parameter: {@code successes} and {@code trials}, whole numbers with
 * {@code successes <= trials}.
 */
public final class BinomialModel implements ObjectModel {

  private static final String SUCCESSES = "successes";
  private static final String TRIALS = "trials";

  @Override
  public String name() {
    return "binomial";
  }

  @Override
  public String description() {
    return "successes among independent trials";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(SUCCESSES, "number of successes", ModelArgument.Domain.COUNT),
        new ModelArgument(TRIALS, "number of trials", ModelArgument.Domain.COUNT));
  }

  @Override
  public String example() {
    return "theta.p { successes = y, trials = n }";
  }

  @Override
  public Expression logLikelihood(ModelArguments arguments) {
    arguments.require(this);
    Expression sum = Expression.constant(0);
    for (String theta : arguments.thetas()) {
      Expression hits = arguments.values().get(theta).get(SUCCESSES);
      Expression trials = arguments.values().get(theta).get(TRIALS);
      sum = sum.plus(Expression.apply(new LogBinomial(), hits, trials, Expression.draw(theta)));
    }
    return sum;
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    arguments.require(this);
    return new Bound(arguments);
  }

  private final class Bound implements ObjectLikelihood {
    private final ModelArguments arguments;

    Bound(ModelArguments arguments) {
      this.arguments = arguments;
    }

    @Override
    public BlockLikelihood of(ObjectBlock block) {
      return new Block(arguments.evaluate(SUCCESSES, block), arguments.evaluate(TRIALS, block));
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      double[][] trials = arguments.evaluate(TRIALS, SimulatedColumns.block(columns));
      for (int j = 0; j < theta.length; j++) {
        int successes = 0;
        for (int t = 0; t < trials[j][0]; t++) {
          successes += rng.nextDouble() < theta[j] ? 1 : 0;
        }
        String name = arguments.thetas().get(j);
        Expression target = arguments.values().get(name).get(SUCCESSES);
        columns.put(SimulatedColumns.name(name, SUCCESSES, target), (double) successes);
      }
    }

    private final class Block implements BlockLikelihood {
      private final double[][] successes;
      private final double[][] trials;

      Block(double[][] successes, double[][] trials) {
        this.successes = successes;
        this.trials = trials;
      }

      @Override
      public String reject(int i) {
        String reason =
            ArgumentDomains.reject(
                arguments.thetas(),
                BinomialModel.this.arguments(),
                new double[][][] {successes, trials},
                i);
        for (int j = 0; reason == null && j < trials.length; j++) {
          if (successes[j][i] > trials[j][i]) {
            reason =
                "successes of "
                    + arguments.thetas().get(j)
                    + " is "
                    + successes[j][i]
                    + ", must be <= trials "
                    + trials[j][i];
          }
        }
        return reason;
      }

      /** Mean and standard deviation of the posterior under a uniform prior. */
      @Override
      public void locate(int i, double[] centre, double[] scale) {
        for (int j = 0; j < centre.length; j++) {
          double a = successes[j][i] + 1;
          double b = trials[j][i] - successes[j][i] + 1;
          centre[j] = a / (a + b);
          scale[j] = Math.sqrt(a * b / (a + b + 1)) / (a + b);
        }
      }

      @Override
      public void logLikelihood(int i, double[][] theta, int from, int to, double[] out) {
        Arrays.fill(out, from, to, 0);
        for (int j = 0; j < theta.length; j++) {
          double hits = successes[j][i];
          double misses = trials[j][i] - hits;
          double ways = logWays(hits, misses);
          for (int k = from; k < to; k++) {
            out[k] += ways + logProbability(hits, misses, theta[j][k]);
          }
        }
      }
    }
  }

  /** Log probability of successes among trials, as a function of all three. */
  private static final class LogBinomial implements PointFunction {
    @Override
    public String name() {
      return "log_binomial";
    }

    @Override
    public int arity() {
      return 3;
    }

    @Override
    public double at(double[] x) {
      double misses = x[1] - x[0];
      return misses < 0 || x[0] < 0
          ? Double.NEGATIVE_INFINITY
          : logWays(x[0], misses) + logProbability(x[0], misses, x[2]);
    }

    /** By the probability only: counts are data. */
    @Override
    public double partial(double[] x, double y, int j) {
      return j == 2 ? x[0] / x[2] - (x[1] - x[0]) / (1 - x[2]) : Double.NaN;
    }
  }

  private static double logWays(double hits, double misses) {
    return LogGamma.value(hits + misses + 1)
        - LogGamma.value(hits + 1)
        - LogGamma.value(misses + 1);
  }

  private static double logProbability(double hits, double misses, double p) {
    if (!(p >= 0 && p <= 1)) {
      return Double.isNaN(p) ? Double.NaN : Double.NEGATIVE_INFINITY;
    }
    return (hits == 0 ? 0 : hits * StrictMath.log(p))
        + (misses == 0 ? 0 : misses * StrictMath.log1p(-p));
  }
}

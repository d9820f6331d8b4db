package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.PointFunction;
import org.skypool.core.math.BlockMath;

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
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Expression sum = Expression.constant(0);
    for (String theta : arguments.thetas()) {
      Expression hits = arguments.values().get(theta).get(SUCCESSES);
      Expression trials = arguments.values().get(theta).get(TRIALS);
      sum = sum.plus(Expression.apply(new LogBinomial(), hits, trials, arguments.theta(theta)));
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
      return new Counts(
          ArgumentColumns.of(BinomialModel.this, arguments, rows), arguments.thetas());
    }

    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      double[][] trials =
          ArgumentColumns.one(
              BinomialModel.this, TRIALS, arguments, SimulatedColumns.block(columns));
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
  }

  private static final class Counts implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final List<String> thetas;
    private final double[][] successes;
    private final double[][] trials;

    /** Logarithms of the number of ways. */
    private final double[][] ways;

    Counts(ArgumentColumns columns, List<String> thetas) {
      this.columns = columns;
      this.thetas = thetas;
      this.successes = columns.of(SUCCESSES);
      this.trials = columns.of(TRIALS);
      this.ways = new double[trials.length][];
      for (int j = 0; j < ways.length; j++) {
        ways[j] = new double[trials[j].length];
        for (int row = 0; row < ways[j].length; row++) {
          double hits = successes[j][row];
          ways[j][row] = logWays(hits, trials[j][row] - hits);
        }
      }
    }

    @Override
    public String reject(int row) {
      String reason = columns.reject(row);
      for (int j = 0; reason == null && j < trials.length; j++) {
        if (successes[j][row] > trials[j][row]) {
          reason =
              "successes of "
                  + thetas.get(j)
                  + " is "
                  + successes[j][row]
                  + ", must be <= trials "
                  + trials[j][row];
        }
      }
      return reason;
    }

    /** Mean and standard deviation of the posterior under a uniform prior. */
    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      for (int j = 0; j < centre.length; j++) {
        double a = 1;
        double b = 1;
        for (int row = first; row < end; row++) {
          a += successes[j][row];
          b += trials[j][row] - successes[j][row];
        }
        centre[j] = a / (a + b);
        scale[j] = Math.sqrt(a * b / (a + b + 1)) / (a + b);
      }
    }

    /** Only the totals matter for the shape; the number of ways is that of each row. */
    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      for (int j = 0; j < theta.length; j++) {
        double hits = 0;
        double misses = 0;
        double constant = 0;
        for (int row = first; row < end; row++) {
          hits += successes[j][row];
          misses += trials[j][row] - successes[j][row];
          constant += ways[j][row];
        }
        PieceOfPoints piece = PieceOfPoints.ofThread();
        for (int start = from; start < to; start += PieceOfPoints.MOST) {
          int next = PieceOfPoints.end(start, to);
          logProbability(constant, hits, misses, theta[j], start, next, piece);
          piece.put(j == 0, start, next, out);
        }
      }
    }

    /** At the edges and beyond, where logarithms are not finite, point by point. */
    private static void logProbability(
        double constant,
        double hits,
        double misses,
        double[] p,
        int start,
        int end,
        PieceOfPoints piece) {
      double[] term = piece.term;
      double[] logMiss = piece.part;
      PieceOfPoints.log(p, start, end, term);
      PieceOfPoints.logOfOneMinus(p, start, end, logMiss);
      for (int k = 0; k < end - start; k++) {
        term[k] = constant + (hits * term[k] + misses * logMiss[k]);
      }
      if (piece.isFinite(end - start)) {
        return;
      }
      for (int k = 0; k < end - start; k++) {
        if (!Double.isFinite(term[k])) {
          term[k] = constant + BinomialModel.logProbability(hits, misses, p[start + k]);
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

    /** Counts are data, the same at all points of an object: the number of ways is kept. */
    @Override
    public void value(double[][] arguments, int from, int to, double[] out) {
      PieceOfPoints piece = PieceOfPoints.ofThread();
      double[] logHit = piece.term;
      double[] logMiss = piece.part;
      double hits = Double.NaN;
      double misses = Double.NaN;
      double ways = Double.NaN;
      for (int start = from; start < to; start += PieceOfPoints.MOST) {
        int next = PieceOfPoints.end(start, to);
        PieceOfPoints.log(arguments[2], start, next, logHit);
        PieceOfPoints.logOfOneMinus(arguments[2], start, next, logMiss);
        for (int k = start; k < next; k++) {
          double others = arguments[1][k] - arguments[0][k];
          if (arguments[0][k] != hits || others != misses) {
            hits = arguments[0][k];
            misses = others;
            ways = hits < 0 || misses < 0 ? Double.NaN : logWays(hits, misses);
          }
          out[k] = ways + (hits * logHit[k - start] + misses * logMiss[k - start]);
        }
      }
      replaceNotFinite(arguments, from, to, out);
    }

    private void replaceNotFinite(double[][] arguments, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        if (!Double.isFinite(out[k])) {
          out[k] = at(new double[] {arguments[0][k], arguments[1][k], arguments[2][k]});
        }
      }
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
      return impossible(p);
    }
    return (hits == 0 ? 0 : hits * BlockMath.log(p))
        + (misses == 0 ? 0 : misses * BlockMath.log1p(-p));
  }

  private static double impossible(double p) {
    return Double.isNaN(p) ? Double.NaN : Double.NEGATIVE_INFINITY;
  }
}

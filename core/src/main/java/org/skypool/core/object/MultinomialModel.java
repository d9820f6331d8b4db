package org.skypool.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.PointFunction;
import org.skypool.core.math.BlockMath;

/**
 * Counts of several kinds among independent trials: {@code D ~ Multinomial(trials, p)}. The
 * individual parameters are the fractions of all kinds but one, which has the rest: the fractions
 * are positive and their sum is below 1. One kind alone is the binomial model.
 *
 * <p>Arguments per individual parameter: {@code successes}, how many were of its kind, and {@code
 * trials}, the same for all kinds.
 */
public final class MultinomialModel implements ObjectModel {

  private static final String SUCCESSES = "successes";
  private static final String TRIALS = "trials";

  @Override
  public String name() {
    return "multinomial";
  }

  @Override
  public String description() {
    return "counts of several kinds among independent trials; thetas are all fractions but one";
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(SUCCESSES, "number of the kind", ModelArgument.Domain.COUNT),
        new ModelArgument(
            TRIALS, "number of all kinds, the same for each", ModelArgument.Domain.COUNT));
  }

  @Override
  public String example() {
    return "theta.red { successes = r, trials = n }, theta.green { successes = g, trials = n }";
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    List<String> thetas = arguments.thetas();
    List<Expression> inputs = new ArrayList<>();
    thetas.forEach(theta -> inputs.add(arguments.values().get(theta).get(SUCCESSES)));
    inputs.add(arguments.values().get(thetas.get(0)).get(TRIALS));
    thetas.forEach(theta -> inputs.add(arguments.theta(theta)));
    return Expression.apply(new LogMultinomial(thetas.size()), inputs.toArray(Expression[]::new));
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
      return new Counts(ArgumentColumns.of(MultinomialModel.this, arguments, rows));
    }

    /** Every trial is of one of the kinds; what is left of the unit interval is the last. */
    @Override
    public void simulate(double[] theta, Map<String, Double> columns, UniformRandomProvider rng) {
      double[][] trials =
          ArgumentColumns.one(
              MultinomialModel.this, TRIALS, arguments, SimulatedColumns.block(columns));
      int[] counts = new int[theta.length];
      for (int t = 0; t < trials[0][0]; t++) {
        double u = rng.nextDouble();
        int kind = 0;
        while (kind < theta.length && u >= theta[kind]) {
          u -= theta[kind++];
        }
        if (kind < theta.length) {
          counts[kind]++;
        }
      }
      for (int j = 0; j < theta.length; j++) {
        String name = arguments.thetas().get(j);
        Expression target = arguments.values().get(name).get(SUCCESSES);
        columns.put(SimulatedColumns.name(name, SUCCESSES, target), (double) counts[j]);
      }
    }
  }

  private static final class Counts implements RowLikelihood.Rows {
    private final ArgumentColumns columns;
    private final double[][] successes;
    private final double[][] trialsOfKinds;
    private final double[] trials;

    /** Logarithms of the number of ways. */
    private final double[] ways;

    Counts(ArgumentColumns columns) {
      this.columns = columns;
      this.successes = columns.of(SUCCESSES);
      this.trialsOfKinds = columns.of(TRIALS);
      this.trials = trialsOfKinds[0];
      this.ways = new double[trials.length];
      for (int row = 0; row < ways.length; row++) {
        ways[row] = LogGamma.value(trials[row] + 1) - LogGamma.value(others(row) + 1);
        for (double[] kind : successes) {
          ways[row] -= LogGamma.value(kind[row] + 1);
        }
      }
    }

    /** Trials of the last kind. */
    private double others(int row) {
      double rest = trials[row];
      for (double[] kind : successes) {
        rest -= kind[row];
      }
      return rest;
    }

    @Override
    public String reject(int row) {
      String reason = columns.reject(row);
      if (reason == null && others(row) < 0) {
        reason =
            "successes of all kinds are "
                + (trials[row] - others(row))
                + ", must be <= trials "
                + trials[row];
      }
      for (double[] kind : trialsOfKinds) {
        if (reason == null && kind[row] != trials[row]) {
          reason = "trials are " + trials[row] + " and " + kind[row] + ", must be the same";
        }
      }
      return reason;
    }

    /** Means and standard deviations of the posterior under a uniform prior. */
    @Override
    public void locate(int first, int end, double[] centre, double[] scale) {
      double all = centre.length + 1;
      for (int row = first; row < end; row++) {
        all += trials[row];
      }
      for (int j = 0; j < centre.length; j++) {
        double own = 1;
        for (int row = first; row < end; row++) {
          own += successes[j][row];
        }
        centre[j] = own / all;
        scale[j] = Math.sqrt(own * (all - own) / (all + 1)) / all;
      }
    }

    /** Only the totals matter for the shape; the number of ways is that of each row. */
    @Override
    public void logLikelihood(
        int first, int end, double[][] theta, int from, int to, double[] out) {
      double constant = 0;
      double rest = 0;
      for (int row = first; row < end; row++) {
        constant += ways[row];
        rest += others(row);
      }
      PieceOfPoints piece = PieceOfPoints.ofThread();
      for (int start = from; start < to; start += PieceOfPoints.MOST) {
        int next = PieceOfPoints.end(start, to);
        int points = next - start;
        for (int k = 0; k < points; k++) {
          double left = 1;
          for (double[] p : theta) {
            left -= p[start + k];
          }
          piece.term[k] = left;
        }
        BlockMath.log(piece.term, 0, points, piece.term);
        for (int k = 0; k < points; k++) {
          piece.term[k] = constant + rest * piece.term[k];
        }
        for (int j = 0; j < theta.length; j++) {
          double hits = total(j, first, end);
          PieceOfPoints.log(theta[j], start, next, piece.part);
          for (int k = 0; k < points; k++) {
            piece.term[k] += hits * piece.part[k];
          }
        }
        if (!piece.isFinite(points)) {
          for (int k = 0; k < points; k++) {
            if (!Double.isFinite(piece.term[k])) {
              piece.term[k] = constant + atEdge(first, end, rest, theta, start + k);
            }
          }
        }
        piece.put(true, start, next, out);
      }
    }

    private double total(int kind, int first, int end) {
      double hits = 0;
      for (int row = first; row < end; row++) {
        hits += successes[kind][row];
      }
      return hits;
    }

    private double atEdge(int first, int end, double rest, double[][] theta, int k) {
      double left = 1;
      double sum = 0;
      for (int j = 0; j < theta.length; j++) {
        left -= theta[j][k];
        sum += logPower(theta[j][k], total(j, first, end));
      }
      return sum + logPower(left, rest);
    }
  }

  /** Log of {@code p^count}, 0 for no count; minus infinity for a negative fraction. */
  private static double logPower(double p, double count) {
    if (!(p >= 0)) {
      return Double.isNaN(p) ? Double.NaN : Double.NEGATIVE_INFINITY;
    }
    return count == 0 ? 0 : count * BlockMath.log(p);
  }

  /** Log probability of counts: of all kinds but one, of all, and the fractions of these kinds. */
  private static final class LogMultinomial implements PointFunction {
    private final int kinds;

    LogMultinomial(int kinds) {
      this.kinds = kinds;
    }

    @Override
    public String name() {
      return "log_multinomial";
    }

    @Override
    public int arity() {
      return 2 * kinds + 1;
    }

    @Override
    public double at(double[] x) {
      double count = x[kinds];
      double rest = 1;
      double sum = LogGamma.value(count + 1);
      for (int j = 0; j < kinds; j++) {
        double p = x[kinds + 1 + j];
        if (x[j] < 0) {
          return Double.NEGATIVE_INFINITY;
        }
        sum += logPower(p, x[j]) - LogGamma.value(x[j] + 1);
        count -= x[j];
        rest -= p;
      }
      return count < 0
          ? Double.NEGATIVE_INFINITY
          : sum + logPower(rest, count) - LogGamma.value(count + 1);
    }

    /** By the fractions only: counts are data. */
    @Override
    public double partial(double[] x, double y, int j) {
      if (j <= kinds) {
        return Double.NaN;
      }
      double count = x[kinds];
      double rest = 1;
      for (int k = 0; k < kinds; k++) {
        count -= x[k];
        rest -= x[kinds + 1 + k];
      }
      double own = x[j - kinds - 1];
      return (own == 0 ? 0 : own / x[j]) - (count == 0 ? 0 : count / rest);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LogMultinomial same && same.kinds == kinds;
    }

    @Override
    public int hashCode() {
      return kinds;
    }
  }
}

package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.math.LogSumExp;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.ScrambledSobol;
import org.skypool.core.random.Streams;

/**
 * Points at which a surrogate is compared with the density it stands in for: one half drawn from
 * the surrogate, the other from a Student-t with 5 degrees of freedom and 1.25 times its
 * covariance.
 */
final class UnseenPoints {
  private static final double WIDENING = Math.sqrt(1.25);
  private static final double DEGREES = 5;

  private final Hyperprior prior;
  private final WeightedPoints sample;
  private final StudentProposal broad;
  private final double[][] z;

  private UnseenPoints(
      Hyperprior prior, WeightedPoints sample, StudentProposal broad, double[][] z) {
    this.prior = prior;
    this.sample = sample;
    this.broad = broad;
    this.z = z;
  }

  /**
   * Chooses points.
   *
   * @param sample of the surrogate
   * @param count how many, an even number
   * @return empty where the sample has no covariance
   */
  static Optional<UnseenPoints> of(
      Hyperprior prior, WeightedPoints sample, int count, Streams streams, int check) {
    Laplace moments = Moments.of(sample.z(), sample.logWeight());
    return StudentProposal.of(moments, WIDENING, DEGREES)
        .map(
            broad -> {
              double[][] z = new double[count][];
              resample(sample, count / 2, streams.stream("unseen", "", check, 0), z);
              ScrambledSobol sobol =
                  ScrambledSobol.of(prior.dimension() + 1, streams.key("unseen", "", check, 1));
              double[][] u = new double[sobol.dimension()][count / 2];
              sobol.points(0, count / 2, u);
              for (int k = 0; k < count / 2; k++) {
                int at = k;
                z[count / 2 + k] = broad.at(Arrays.stream(u).mapToDouble(row -> row[at]).toArray());
              }
              return new UnseenPoints(prior, sample, broad, z);
            });
  }

  /** Systematic resampling in random order. */
  private static void resample(
      WeightedPoints sample, int count, UniformRandomProvider rng, double[][] out) {
    int[] order = new int[sample.z().length];
    Arrays.setAll(order, k -> k);
    for (int k = order.length - 1; k > 0; k--) {
      int other = rng.nextInt(k + 1);
      int kept = order[k];
      order[k] = order[other];
      order[other] = kept;
    }
    double at = rng.nextDouble();
    int filled = 0;
    for (int k : order) {
      at -= count * StrictMath.exp(sample.logWeight()[k]);
      while (at < 0 && filled < count) {
        out[filled++] = sample.z()[k];
        at += 1;
      }
    }
    while (filled < count) {
      out[filled++] = sample.z()[order[order.length - 1]];
    }
  }

  /** The points, those of the surrogate first. */
  double[][] z() {
    return z;
  }

  /**
   * Compares.
   *
   * @param exact log density at the points
   * @param surrogate log density there
   * @return empty where one of them is not finite
   */
  Optional<SurrogateCheck> compare(double[] exact, double[] surrogate) {
    int n = z.length;
    double[] r = new double[n];
    double[] toSurrogate = new double[n];
    double[] toExact = new double[n];
    double[] broadSurrogate = new double[n / 2];
    double[] broadExact = new double[n / 2];
    for (int k = 0; k < n; k++) {
      r[k] = exact[k] - surrogate[k];
      if (!Double.isFinite(exact[k]) || !Double.isFinite(surrogate[k])) {
        return Optional.empty();
      }
      double own = surrogate[k] - sample.logIntegral();
      double other = broad.logDensity(z[k]);
      toSurrogate[k] = own - LogSumExp.of(own, other);
      toExact[k] = toSurrogate[k] + r[k];
      if (k >= n / 2) {
        broadSurrogate[k - n / 2] = surrogate[k] - other;
        broadExact[k - n / 2] = exact[k] - other;
      }
    }
    double[] half = Arrays.copyOf(r, n / 2);
    double[] wS = normalised(toSurrogate);
    double[] wE = normalised(toExact);
    double residual = Math.max(sd(half, equal(n / 2)), Math.max(sd(r, wS), sd(r, wE)));
    double offset = logSum(half) - StrictMath.log(n / 2.0);
    double imbalance = offset - (logSum(broadExact) - logSum(broadSurrogate));
    return Optional.of(
        new SurrogateCheck(
            n,
            residual,
            equivalent(half),
            Math.max(shift(z, wS, wE), shift(natural(), wS, wE)),
            imbalance,
            offset));
  }

  private double[][] natural() {
    return Arrays.stream(z).map(prior::natural).toArray(double[][]::new);
  }

  /** {@code m / var w} of the weights e^r of mean 1. */
  private static double equivalent(double[] r) {
    double[] w = normalised(r);
    double squares = Arrays.stream(w).map(v -> v * v).sum();
    return r.length / Math.max(r.length * squares - 1, 1e-300);
  }

  /**
   * Largest change of a mean, and of half a mean square about it, from one weighting to another.
   */
  private static double shift(double[][] x, double[] from, double[] to) {
    double largest = 0;
    double[] column = new double[x.length];
    for (int d = 0; d < x[0].length; d++) {
      for (int k = 0; k < column.length; k++) {
        column[k] = x[k][d];
      }
      double mean = mean(column, from);
      double sd = sd(column, from);
      double first = 0;
      double second = 0;
      for (int k = 0; k < column.length; k++) {
        double h = (column[k] - mean) / sd;
        first += (to[k] - from[k]) * h;
        second += (to[k] - from[k]) * h * h / 2;
      }
      largest = Math.max(largest, Math.max(Math.abs(first), Math.abs(second)));
    }
    return largest;
  }

  private static double mean(double[] x, double[] w) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += w[k] * x[k];
    }
    return sum;
  }

  private static double sd(double[] x, double[] w) {
    double mean = mean(x, w);
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += w[k] * (x[k] - mean) * (x[k] - mean);
    }
    return Math.sqrt(sum);
  }

  private static double[] equal(int n) {
    double[] w = new double[n];
    Arrays.fill(w, 1.0 / n);
    return w;
  }

  private static double[] normalised(double[] logWeights) {
    double total = logSum(logWeights);
    return Arrays.stream(logWeights).map(w -> StrictMath.exp(w - total)).toArray();
  }

  private static double logSum(double[] logs) {
    return LogSumExp.of(logs, 0, logs.length);
  }
}

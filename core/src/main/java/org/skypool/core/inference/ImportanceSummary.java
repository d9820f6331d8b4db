package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.population.Hyperprior;

/**
 * Turns weighted points into summaries (from the weights) and equally weighted draws (by systematic
 * resampling within each replicate, in random order).
 */
final class ImportanceSummary {
  private ImportanceSummary() {}

  static Hyperposterior of(
      Hyperprior prior, WeightedPoints points, int rows, UniformRandomProvider rng) {
    int n = points.z().length;
    int d = prior.dimension();
    double[][] phi = new double[n][];
    double[] w = new double[n];
    for (int k = 0; k < n; k++) {
      phi[k] = prior.natural(points.z()[k]);
      w[k] = StrictMath.exp(points.logWeight()[k]);
    }
    Laplace natural = Moments.of(phi, points.logWeight());
    List<Hyperposterior.Summary> summaries = new ArrayList<>();
    for (int j = 0; j < d; j++) {
      summaries.add(summary(column(phi, j), w, natural, j));
    }
    int[] picked = resample(points, w, rows, rng);
    double[][] draws = new double[picked.length][];
    double[] logDensity = new double[picked.length];
    int[] chain = new int[picked.length];
    for (int r = 0; r < picked.length; r++) {
      int k = picked[r];
      draws[r] = phi[k];
      logDensity[r] = naturalLogDensity(prior, points.logDensity()[k], points.z()[k], phi[k]);
      chain[r] = points.replicate()[k];
    }
    return new Hyperposterior(
        prior.names(),
        draws,
        logDensity,
        chain,
        natural.centre(),
        natural.covariance(),
        summaries,
        Moments.of(points.z(), points.logWeight()),
        "importance",
        points.khat(),
        points.effective(),
        0);
  }

  /** Replaces the prior in its coordinates within a log density by the prior in natural ones. */
  static double naturalLogDensity(Hyperprior prior, double logDensity, double[] z, double[] phi) {
    double joint = prior.logJoint(phi, new double[phi.length]);
    return logDensity - prior.logStandard(z) - joint + prior.logDensity(phi);
  }

  private static double[] column(double[][] rows, int j) {
    double[] column = new double[rows.length];
    for (int k = 0; k < column.length; k++) {
      column[k] = rows[k][j];
    }
    return column;
  }

  private static Hyperposterior.Summary summary(double[] x, double[] w, Laplace natural, int j) {
    double mean = natural.centre()[j];
    double variance = natural.covariance()[j][j];
    double errorSquared = 0;
    for (int k = 0; k < x.length; k++) {
      errorSquared += w[k] * w[k] * (x[k] - mean) * (x[k] - mean);
    }
    WeightedSummary weighted = WeightedSummary.of(x, w);
    double low = weighted.quantile(0.05);
    double high = weighted.quantile(0.95);
    double essTail = Math.min(effectiveBelow(x, w, low), effectiveBelow(x, w, high));
    return new Hyperposterior.Summary(
        mean,
        Math.sqrt(variance),
        weighted.quantile(0.5),
        low,
        weighted.quantile(0.16),
        weighted.quantile(0.84),
        high,
        Double.NaN,
        variance / errorSquared,
        essTail,
        Math.sqrt(errorSquared));
  }

  /** Effective draws for the probability of lying below a value. */
  private static double effectiveBelow(double[] x, double[] w, double value) {
    double p = 0;
    for (int k = 0; k < x.length; k++) {
      p += x[k] <= value ? w[k] : 0;
    }
    double errorSquared = 0;
    for (int k = 0; k < x.length; k++) {
      double residual = (x[k] <= value ? 1 : 0) - p;
      errorSquared += w[k] * w[k] * residual * residual;
    }
    return p * (1 - p) / errorSquared;
  }

  /** Systematic resampling with as many rows from each replicate as its share of the weight. */
  private static int[] resample(
      WeightedPoints points, double[] w, int rows, UniformRandomProvider rng) {
    int[] picked = new int[rows];
    double at = rng.nextDouble();
    int row = 0;
    for (int r = 0; r < AdaptiveImportanceSampler.REPLICATES; r++) {
      int start = row;
      for (int k = 0; k < w.length; k++) {
        if (points.replicate()[k] == r) {
          at -= w[k] * rows;
          while (at < 0 && row < rows) {
            picked[row++] = k;
            at += 1;
          }
        }
      }
      shuffle(picked, start, row, rng);
    }
    while (row < rows) {
      picked[row] = picked[row - 1];
      row++;
    }
    return picked;
  }

  private static void shuffle(int[] values, int from, int to, UniformRandomProvider rng) {
    for (int i = to - 1; i > from; i--) {
      int other = from + rng.nextInt(i - from + 1);
      int kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.diagnostics.EffectiveSampleSize;
import org.skypool.core.diagnostics.MonteCarloError;
import org.skypool.core.diagnostics.SplitRhat;
import org.skypool.core.diagnostics.WeightedSummary;
import org.skypool.core.population.Hyperprior;

/** Turns chains into summaries and thinned draws. */
final class ChainSummary {
  private ChainSummary() {}

  /**
   * Summarises chains of equal length.
   *
   * @param z by chain and draw, in the coordinates of the prior
   * @param logDensity there, by chain and draw; NaN where it is not known
   * @param rows most draws to keep
   * @param sampler what made the chains
   */
  static Hyperposterior of(
      Hyperprior prior,
      double[][][] z,
      double[][] logDensity,
      int rows,
      int divergences,
      String sampler) {
    int chains = z.length;
    int length = z[0].length;
    int d = prior.dimension();
    double[][][] values = new double[d][chains][length];
    double[][] flat = new double[chains * length][];
    double[][] natural = new double[chains * length][];
    for (int c = 0; c < chains; c++) {
      for (int i = 0; i < length; i++) {
        int at = c * length + i;
        flat[at] = z[c][i];
        natural[at] = prior.natural(z[c][i]);
        for (int j = 0; j < d; j++) {
          values[j][c][i] = natural[at][j];
        }
      }
    }
    double[] equal = new double[flat.length];
    java.util.Arrays.fill(equal, -StrictMath.log(flat.length));
    Laplace moments = Moments.of(natural, equal);
    List<Hyperposterior.Summary> summaries = new ArrayList<>();
    double effective = Double.POSITIVE_INFINITY;
    for (int j = 0; j < d; j++) {
      Hyperposterior.Summary summary = summary(values[j], moments, j);
      summaries.add(summary);
      effective = Math.min(effective, summary.essBulk());
    }
    int kept = Math.min(rows, flat.length) / chains * chains;
    double[][] draws = new double[kept][];
    double[] logs = new double[kept];
    int[] chain = new int[kept];
    for (int r = 0; r < kept; r++) {
      int c = r / (kept / chains);
      int i = kept(r % (kept / chains), length, kept / chains);
      draws[r] = natural[c * length + i];
      chain[r] = c;
      logs[r] = ImportanceSummary.naturalLogDensity(prior, logDensity[c][i], z[c][i], draws[r]);
    }
    return new Hyperposterior(
        prior.names(),
        draws,
        logs,
        chain,
        moments.centre(),
        moments.covariance(),
        summaries,
        Moments.of(flat, equal),
        sampler,
        Double.NaN,
        effective,
        divergences);
  }

  /** Which of a chain's draws is kept as number {@code r} of {@code kept}: evenly spaced ones. */
  static int kept(int r, int length, int kept) {
    return (int) ((long) r * length / kept);
  }

  private static Hyperposterior.Summary summary(double[][] chains, Laplace moments, int j) {
    double[] all =
        java.util.Arrays.stream(chains).flatMapToDouble(java.util.Arrays::stream).toArray();
    WeightedSummary equal = WeightedSummary.ofEqualWeights(all);
    return new Hyperposterior.Summary(
        moments.centre()[j],
        Math.sqrt(moments.covariance()[j][j]),
        equal.quantile(0.5),
        equal.quantile(0.05),
        equal.quantile(0.16),
        equal.quantile(0.84),
        equal.quantile(0.95),
        SplitRhat.of(chains),
        EffectiveSampleSize.bulk(chains),
        EffectiveSampleSize.tail(chains),
        MonteCarloError.mean(chains));
  }
}

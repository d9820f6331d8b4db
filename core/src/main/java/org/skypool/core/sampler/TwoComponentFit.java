package org.skypool.core.sampler;

import java.util.Arrays;
import org.skypool.core.math.BlockMath;

/**
 * Splits weighted points between two proposals by expectation maximisation over normals through
 * quadratic maps (Dempster, Laird &amp; Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x; on
 * importance-weighted points: Cappe et al. 2008, doi:10.1007/s11222-008-9059-x).
 *
 * <p>EM ends at the nearest maximum, so it is started from several splits: at the mean of each
 * coordinate, and near against far; the likeliest end is kept.
 */
final class TwoComponentFit {
  private static final int MOST_ITERATIONS = 60;
  private static final double CONVERGED = 1e-4;

  /** How much of a point goes to its side of a starting split. */
  private static final double OWN_SIDE = 0.95;

  private final Proposal family;
  private final Proposal normal;
  private final double[][] y;
  private final double[] w;

  /**
   * Points to split.
   *
   * @param family whose fits are wanted
   * @param y real coordinates
   * @param w weights that sum to 1
   */
  TwoComponentFit(Proposal family, double[][] y, double[] w) {
    this.family = family;
    this.normal = new TriangularProposal(y.length, StandardDistribution.NORMAL, 1);
    this.y = y;
    this.w = w;
  }

  /**
   * The best two fits from scratch; twice the same where the points do not determine two, null
   * where they determine none.
   */
  double[][] search() {
    double[] best = null;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int start = 0; start <= y.length; start++) {
      double[] share = start < y.length ? split(y[start]) : split(distances());
      double score = maximise(share);
      if (score > bestScore) {
        bestScore = score;
        best = share;
      }
    }
    if (best != null) {
      double[][] fits = fits(best);
      if (fits != null) {
        return fits;
      }
    }
    double[] one = new double[family.size()];
    return family.refit(y, w, 0, w.length, effective(w), one)
        ? new double[][] {one, one.clone()}
        : null;
  }

  /** Two fits refined; the same where the points do not determine them. */
  double[][] refine(double[][] fits) {
    double[][] logs = new double[2][w.length];
    for (int c = 0; c < 2; c++) {
      family.logDensity(fits[c], y, 0, w.length, logs[c]);
    }
    double[] share = new double[w.length];
    for (int k = 0; k < share.length; k++) {
      share[k] = 1 / (1 + BlockMath.exp(logs[1][k] - logs[0][k]));
    }
    double[][] next = maximise(share) > Double.NEGATIVE_INFINITY ? fits(share) : null;
    return next == null ? fits : next;
  }

  private double[] split(double[] x) {
    double mean = BlockMath.dot(w, x, 0, w.length);
    return Arrays.stream(x).map(v -> v < mean ? OWN_SIDE : 1 - OWN_SIDE).toArray();
  }

  /** Standardised distance of each point from the mean. */
  private double[] distances() {
    double[] out = new double[w.length];
    for (double[] x : y) {
      double mean = BlockMath.dot(w, x, 0, w.length);
      double variance = 0;
      for (int k = 0; k < w.length; k++) {
        variance += w[k] * (x[k] - mean) * (x[k] - mean);
      }
      for (int k = 0; k < w.length; k++) {
        out[k] += (x[k] - mean) * (x[k] - mean) / variance;
      }
    }
    return out;
  }

  /**
   * EM from given shares of the first component, which are overwritten.
   *
   * @return mean log density at the end; minus infinity where a component is left with too few
   *     points
   */
  private double maximise(double[] share) {
    double[][] fits = new double[2][normal.size()];
    double[][] logs = new double[2][w.length];
    double score = Double.NEGATIVE_INFINITY;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      for (int c = 0; c < 2; c++) {
        double[] part = part(share, c);
        double mass = BlockMath.sum(part, 0, part.length);
        if (!refit(normal, part, mass, fits[c])) {
          return Double.NEGATIVE_INFINITY;
        }
        normal.logDensity(fits[c], y, 0, w.length, logs[c]);
        double logMass = BlockMath.log(mass);
        for (int k = 0; k < w.length; k++) {
          logs[c][k] += logMass;
        }
      }
      double next = 0;
      for (int k = 0; k < w.length; k++) {
        double top = Math.max(logs[0][k], logs[1][k]);
        double first = BlockMath.exp(logs[0][k] - top);
        double second = BlockMath.exp(logs[1][k] - top);
        share[k] = first / (first + second);
        next += w[k] > 0 ? w[k] * (top + BlockMath.log(first + second)) : 0;
      }
      if (Double.isNaN(next)) {
        return Double.NEGATIVE_INFINITY;
      }
      if (next - score < CONVERGED) {
        return next;
      }
      score = next;
    }
    return score;
  }

  private double[] part(double[] share, int component) {
    double[] part = new double[w.length];
    for (int k = 0; k < part.length; k++) {
      part[k] = w[k] * (component == 0 ? share[k] : 1 - share[k]);
    }
    return part;
  }

  private boolean refit(Proposal proposal, double[] part, double mass, double[] fit) {
    double[] weights = new double[part.length];
    for (int k = 0; k < part.length; k++) {
      weights[k] = part[k] / mass;
    }
    double effective = effective(weights);
    return effective >= y.length + 2
        && proposal.refit(y, weights, 0, weights.length, effective, fit);
  }

  private static double effective(double[] weights) {
    return 1 / BlockMath.dot(weights, weights, 0, weights.length);
  }

  private double[][] fits(double[] share) {
    double[][] fits = new double[2][family.size()];
    for (int c = 0; c < 2; c++) {
      double[] part = part(share, c);
      if (!refit(family, part, BlockMath.sum(part, 0, part.length), fits[c])) {
        return null;
      }
    }
    return fits;
  }
}

package org.skypool.core.diagnostics;

import java.util.Arrays;

/**
 * Simultaneous bands for uniform ranks: all counts of the histogram, or all values of the empirical
 * distribution function, lie inside together with a stated probability.
 *
 * <p>Every limit is a central interval of its own binomial distribution, all at one level, and the
 * level is found such that all hold together (Saeilynoja, Buerkner &amp; Vehtari 2022,
 * doi:10.1007/s11222-022-10090-6, section 2.2). The joint probability is exact: going from low to
 * high ranks the cumulative count is a Markov chain whose steps are binomial, so it is summed over
 * bin by bin, without simulation. Counts are whole numbers, so the probability is at least the
 * stated one, not equal to it.
 *
 * @param low smallest count inside, per bin or per point
 * @param high largest count inside
 * @param coverage joint probability, exact
 */
public record RankBand(int[] low, int[] high, double coverage) {

  private static final int BISECTIONS = 20;
  private static final double LEAST_TAIL = 1e-12;

  /** Copies the limits. */
  public RankBand {
    low = low.clone();
    high = high.clone();
  }

  /** Smallest count inside, per bin or per point. */
  @Override
  public int[] low() {
    return low.clone();
  }

  /** Largest count inside. */
  @Override
  public int[] high() {
    return high.clone();
  }

  /**
   * Band of the counts of a histogram with bins of equal probability.
   *
   * @param ranks how many are counted
   * @param bins at least 2
   * @param coverage joint probability to reach, such as 0.95
   */
  public static RankBand ofHistogram(int ranks, int bins, double coverage) {
    return new Search(ranks, bins, false).widest(coverage);
  }

  /**
   * Band of the numbers of ranks within the first 1, 2, ... {@code bins} of equal probability: the
   * empirical distribution function at their upper edges, times {@code ranks}.
   *
   * @param ranks how many are counted
   * @param bins at least 2
   * @param coverage joint probability to reach, such as 0.95
   */
  public static RankBand ofDistribution(int ranks, int bins, double coverage) {
    return new Search(ranks, bins, true).widest(coverage);
  }

  /** Joint probabilities of bands, as a function of the level of one limit. */
  private static final class Search {
    private final int ranks;
    private final int bins;
    private final boolean cumulative;
    private final double[] logFactorial;

    Search(int ranks, int bins, boolean cumulative) {
      if (ranks < 1 || bins < 2) {
        throw new IllegalArgumentException(
            "a band needs ranks and two or more bins, not " + ranks + " and " + bins);
      }
      this.ranks = ranks;
      this.bins = bins;
      this.cumulative = cumulative;
      this.logFactorial = new double[ranks + 1];
      for (int n = 1; n <= ranks; n++) {
        logFactorial[n] = logFactorial[n - 1] + StrictMath.log(n);
      }
    }

    /** The narrowest band of at least this coverage, by bisection of the log of one tail. */
    RankBand widest(double coverage) {
      double inside = StrictMath.log(LEAST_TAIL);
      double outside = StrictMath.log((1 - coverage) / 2);
      RankBand best = at(StrictMath.exp(inside));
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (inside + outside) / 2;
        RankBand band = at(StrictMath.exp(middle));
        if (band.coverage() >= coverage) {
          inside = middle;
          best = band;
        } else {
          outside = middle;
        }
      }
      return best;
    }

    private RankBand at(double tail) {
      int[] low = new int[bins];
      int[] high = new int[bins];
      for (int b = 0; b < bins; b++) {
        double p = cumulative ? (b + 1.0) / bins : 1.0 / bins;
        low[b] = quantile(p, tail);
        high[b] = ranks - quantile(1 - p, tail);
      }
      return new RankBand(low, high, probability(low, high));
    }

    /** Largest k with P(count below k) at most {@code tail}. */
    private int quantile(double p, double tail) {
      if (p >= 1) {
        return ranks;
      }
      if (p <= 0) {
        return 0;
      }
      double below = 0;
      int k = 0;
      while (k < ranks) {
        below += binomial(k, ranks, StrictMath.log(p), StrictMath.log1p(-p));
        if (below > tail) {
          return k;
        }
        k++;
      }
      return k;
    }

    private double probability(int[] low, int[] high) {
      double[] now = new double[ranks + 1];
      now[0] = 1;
      int from = 0;
      int to = 0;
      for (int b = 0; b < bins; b++) {
        double[] next = new double[ranks + 1];
        double share = 1.0 / (bins - b);
        double logShare = StrictMath.log(share);
        double logRest = b == bins - 1 ? Double.NEGATIVE_INFINITY : StrictMath.log1p(-share);
        int nextFrom = cumulative ? low[b] : Math.min(ranks, from + low[b]);
        int nextTo = cumulative ? high[b] : Math.min(ranks, to + high[b]);
        for (int c = from; c <= to; c++) {
          int least = cumulative ? Math.max(0, low[b] - c) : low[b];
          int most = Math.min(ranks - c, cumulative ? high[b] - c : high[b]);
          for (int k = least; k <= most && now[c] > 0; k++) {
            next[c + k] += now[c] * binomial(k, ranks - c, logShare, logRest);
          }
        }
        now = next;
        from = nextFrom;
        to = nextTo;
      }
      return Math.min(1, Arrays.stream(now).sum());
    }

    private double binomial(int k, int n, double logP, double logRest) {
      double rest = n == k ? 0 : (n - k) * logRest;
      double own = k == 0 ? 0 : k * logP;
      return StrictMath.exp(logFactorial[n] - logFactorial[k] - logFactorial[n - k] + own + rest);
    }
  }
}

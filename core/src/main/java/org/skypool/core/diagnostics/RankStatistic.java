package org.skypool.core.diagnostics;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The rank of a true value among draws of its posterior. Where the draws are independent of each
 * other and come from the posterior under the prior the truth came from, the rank among L draws is
 * uniform on 0 .. L (Cook, Gelman &amp; Rubin 2006, doi:10.1198/106186006X136976; Talts et al.
 * 2018, arXiv:1804.06788).
 */
public final class RankStatistic {

  private RankStatistic() {}

  /**
   * Number of draws below the truth; draws equal to it count as below or above at random, each
   * possible rank being equally likely, so that ties keep the rank uniform.
   *
   * @param tie breaks ties
   * @return 0 .. number of draws
   * @throws IllegalArgumentException if the truth or a draw is NaN
   */
  public static int of(double truth, double[] draws, UniformRandomProvider tie) {
    int below = 0;
    int equal = 0;
    for (double draw : draws) {
      if (Double.isNaN(draw) || Double.isNaN(truth)) {
        throw new IllegalArgumentException("a rank needs numbers: truth " + truth);
      }
      below += draw < truth ? 1 : 0;
      equal += draw == truth ? 1 : 0;
    }
    return equal == 0 ? below : below + tie.nextInt(equal + 1);
  }

  /**
   * Rows to keep of a longer sequence of equally weighted draws: evenly spaced, so that chains are
   * thinned, one from each of {@code kept} equal stretches.
   *
   * @param available length of the sequence
   * @param kept how many are wanted
   * @throws IllegalArgumentException if fewer are available than wanted
   */
  public static int[] thinned(int available, int kept) {
    if (kept < 1 || available < kept) {
      throw new IllegalArgumentException(
          available + " draws cannot be thinned to " + kept + "; at least as many are needed");
    }
    int[] rows = new int[kept];
    for (int r = 0; r < kept; r++) {
      rows[r] = (int) ((2L * r + 1) * available / (2L * kept));
    }
    return rows;
  }
}

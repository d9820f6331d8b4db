package org.skypool.core.sampler;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.diagnostics.SplitRhat;
import org.skypool.core.random.Streams;

/**
 * Fits a proposal to Markov chains, for objects whose importance weights never became usable: four
 * chains of {@link AdaptiveMetropolis} in real coordinates, the second half of each taken with
 * equal weights. The chains place the points only; the points' weights are computed as ever, so
 * chains that have not converged cost accuracy, not correctness.
 */
final class ChainFit {
  private static final int CHAINS = 4;
  private static final int WARM_UP = 2000;
  private static final int KEPT = 250;
  private static final int THINNING = 8;

  /** Correlated draws count for less than their number. */
  private static final double EFFECTIVE = CHAINS * KEPT / 4.0;

  private final LogDensity target;
  private final double[] scale;
  private final double[][][] chains;

  /**
   * Runs the chains.
   *
   * @param target in real coordinates
   * @param starts one per chain
   * @param scale rough widths
   * @param seed of the object
   */
  ChainFit(LogDensity target, double[][] starts, double[] scale, long seed) {
    this.target = target;
    this.scale = scale;
    this.chains = new double[scale.length][CHAINS][];
    for (int c = 0; c < CHAINS; c++) {
      run(starts[c], c, seed);
    }
  }

  /** Number of chains, and of starts. */
  static int chains() {
    return CHAINS;
  }

  private void run(double[] start, int chain, long seed) {
    AdaptiveMetropolis kernel = new AdaptiveMetropolis(target, scale);
    UniformRandomProvider rng = new Streams(seed).stream("proposal chain", "", 0, chain);
    AdaptiveMetropolis.State state = kernel.init(start);
    for (int t = 0; t < WARM_UP; t++) {
      state = kernel.step(rng, state);
    }
    double[][] kept = new double[scale.length][KEPT];
    for (int t = 0; t < KEPT; t++) {
      for (int s = 0; s < THINNING; s++) {
        state = kernel.step(rng, state);
      }
      for (int j = 0; j < kept.length; j++) {
        kept[j][t] = state.position()[j];
      }
    }
    for (int j = 0; j < kept.length; j++) {
      chains[j][chain] = kept[j];
    }
  }

  /** The largest split R-hat of the coordinates. */
  double rhat() {
    double worst = Double.NaN;
    for (double[][] coordinate : chains) {
      double rhat = SplitRhat.of(coordinate);
      worst = worst >= rhat ? worst : rhat;
    }
    return worst;
  }

  /** Refits a proposal to the draws; false where they determine none. */
  boolean refit(Proposal proposal, double[] fit) {
    int n = CHAINS * KEPT;
    double[][] y = new double[chains.length][n];
    for (int j = 0; j < y.length; j++) {
      for (int c = 0; c < CHAINS; c++) {
        System.arraycopy(chains[j][c], 0, y[j], c * KEPT, KEPT);
      }
    }
    double[] w = new double[n];
    Arrays.fill(w, 1.0 / n);
    return proposal.refit(y, w, 0, n, EFFECTIVE, fit);
  }
}

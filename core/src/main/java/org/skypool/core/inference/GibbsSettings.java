package org.skypool.core.inference;

/**
 * How long and how hard to sample.
 *
 * @param seed of the run
 * @param effective bulk and tail effective draws that every hyperparameter is to have
 * @param chains number of chains
 * @param warmUp iterations in which steps adapt, not kept
 * @param most iterations per chain after which it ends in any case
 * @param sweeps moves of every individual parameter per iteration
 * @param threads how many chains and blocks of objects are worked on at a time
 */
public record GibbsSettings(
    long seed, int effective, int chains, int warmUp, int most, int sweeps, int threads) {
  private static final int CHAINS = 4;
  private static final int WARM_UP = 1_500;
  private static final int MOST = 200_000;
  private static final int SWEEPS = 3;

  /** Four chains of at most 200,000 iterations after 1,500 of warm-up, three sweeps each. */
  public static GibbsSettings of(long seed, int effective, int threads) {
    return new GibbsSettings(seed, effective, CHAINS, WARM_UP, MOST, SWEEPS, threads);
  }
}

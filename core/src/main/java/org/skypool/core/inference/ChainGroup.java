package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Chains that warm up together and then run in blocks of equal length. After each window of the
 * warm-up, each twice as long as the one before, all chains take the metric of the draws of the
 * window (Carpenter et al. 2017, doi:10.18637/jss.v076.i01, with draws of all chains pooled about
 * each chain's mean). The same bits for any number of threads.
 *
 * <p>No chain takes more than its gradients: trajectories may be as long as they come, and would
 * not end otherwise. A warm-up that has used up its own ends where it is.
 */
final class ChainGroup {
  private static final int FIRST = 75;
  private static final int[] WINDOWS = {25, 50, 100, 200, 500};
  private static final int LAST = 100;
  private static final int BLOCK = 500;
  static final int DENSE_UP_TO = 100;

  /** Gradients of a chain's warm-up, at least: 1,050 transitions by trajectories of 2^8 steps. */
  private static final long WARM_UP_AT_LEAST = 300_000;

  /** Gradients of a chain after it, at least: the first block by trajectories of 2^7 steps. */
  private static final long AT_LEAST = 64_000;

  private final List<AdaptiveChain> chains;
  private final Threads threads;
  private final IntConsumer progress;
  private int done;

  /**
   * Groups chains.
   *
   * @param threads how many run at a time
   * @param progress told how many transitions every chain has done
   */
  ChainGroup(List<AdaptiveChain> chains, int threads, IntConsumer progress) {
    this.chains = chains;
    this.threads = new Threads(threads);
    this.progress = progress;
  }

  /**
   * Warms up, then runs blocks until there is enough, or the chains are long, or one of them has
   * used up its gradients.
   *
   * @param mostDraws of every chain
   * @param mostGradients of all chains together, after the warm-up
   */
  void sample(int mostDraws, long mostGradients, Predicate<List<AdaptiveChain>> enough) {
    warmUp(Math.max(WARM_UP_AT_LEAST, mostGradients / chains.size()));
    long most = Math.max(AT_LEAST, mostGradients / chains.size());
    do {
      each(
          chain -> {
            chain.run(BLOCK, most);
            return chain;
          });
      progressed(BLOCK);
    } while (chains.stream().allMatch(chain -> chain.gradients() < most)
        && chains.get(0).draws().size() < mostDraws
        && !enough.test(chains));
    int shortest = chains.stream().mapToInt(chain -> chain.draws().size()).min().orElseThrow();
    chains.forEach(chain -> chain.keep(shortest));
  }

  private void warmUp(long mostGradients) {
    each(chain -> chain.warmUp(FIRST, mostGradients));
    progressed(FIRST);
    for (int window : WINDOWS) {
      double[][][] draws =
          each(chain -> chain.warmUp(window, mostGradients)).toArray(double[][][]::new);
      if (chains.stream().anyMatch(chain -> chain.warmUpGradients() >= mostGradients)) {
        return;
      }
      Metric metric = Metric.of(draws, draws[0][0].length <= DENSE_UP_TO);
      chains.forEach(chain -> chain.change(metric));
      progressed(window);
    }
    each(chain -> chain.warmUp(LAST, mostGradients));
    progressed(LAST);
  }

  private void progressed(int transitions) {
    done += transitions;
    progress.accept(done);
  }

  private <T> List<T> each(Function<AdaptiveChain, T> work) {
    List<Callable<T>> tasks = new ArrayList<>();
    chains.forEach(chain -> tasks.add(() -> work.apply(chain)));
    return threads.run(tasks);
  }
}

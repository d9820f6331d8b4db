package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * Individual parameters of all objects at evenly spaced iterations: whenever there are too many,
 * every second one is dropped and the spacing doubled.
 */
final class KeptObjects {

  /** Most numbers kept. */
  private static final long NUMBERS = 40_000_000;

  private static final int FEWEST = 16;
  private static final int MOST = 4_096;

  private final int most;
  private final List<ObjectStates> kept = new ArrayList<>();
  private final List<double[][]> phis = new ArrayList<>();
  private int spacing = 1;
  private long seen;

  KeptObjects(int chains, int thetas, int objects) {
    long room = NUMBERS / Math.max(1, (long) chains * thetas * objects);
    this.most = (int) Math.max(FEWEST, Math.min(MOST, room)) / 2 * 2;
  }

  /**
   * Keeps the states of an iteration, if its turn comes.
   *
   * @param phi hyperparameters by chain
   */
  void add(ObjectStates states, double[][] phi) {
    if (seen++ % spacing != 0) {
      return;
    }
    kept.add(new ObjectStates(states.theta(), new double[0][][]));
    phis.add(phi);
    if (kept.size() == most) {
      for (int k = 0; k < most / 2; k++) {
        kept.set(k, kept.get(2 * k));
        phis.set(k, phis.get(2 * k));
      }
      kept.subList(most / 2, most).clear();
      phis.subList(most / 2, most).clear();
      spacing *= 2;
    }
  }

  ObjectChains chains(List<String> ids, List<String> thetas) {
    int chains = kept.get(0).theta().length;
    int length = kept.size();
    double[][][] draws = new double[thetas.size()][ids.size()][chains * length];
    double[][] hyperparameters = new double[chains * length][];
    for (int k = 0; k < length; k++) {
      for (int c = 0; c < chains; c++) {
        hyperparameters[c * length + k] = phis.get(k)[c];
        for (int j = 0; j < draws.length; j++) {
          for (int i = 0; i < draws[j].length; i++) {
            draws[j][i][c * length + k] = kept.get(k).theta()[c][j][i];
          }
        }
      }
    }
    return new ObjectChains(ids, thetas, chains, draws, hyperparameters);
  }
}

package org.skypool.core.diagnostics;

import java.util.ArrayList;
import java.util.List;

/**
 * Simulation-based calibration: the ranks of the true hyperparameters of many mock surveys, tested
 * for uniformity, with Holm's correction over all hyperparameters and tests (Talts et al. 2018,
 * arXiv:1804.06788).
 *
 * @param ranks tests of each hyperparameter
 * @param adjusted Holm-adjusted p-values per hyperparameter: chi-square, mean, variance
 */
public record CalibrationTest(List<RankUniformity> ranks, List<double[]> adjusted) {

  /** Adjusted p-value below which the mocks are repeated with new ones. */
  public static final double SUSPECT = 0.05;

  /** Adjusted p-value below which the ranks are not uniform. */
  public static final double FAIL = 0.001;

  private static final int TESTS = 3;

  /** What the adjusted p-values say. */
  public enum Verdict {
    /** The smallest is 0.05 or more. */
    UNIFORM,
    /** The smallest lies between 0.001 and 0.05: new mocks decide. */
    SUSPECT,
    /** The smallest is below 0.001. */
    NOT_UNIFORM
  }

  /** Copies the lists. */
  public CalibrationTest {
    ranks = List.copyOf(ranks);
    adjusted = List.copyOf(adjusted);
  }

  /**
   * Tests the ranks of several hyperparameters.
   *
   * @param ranks one array per hyperparameter, one rank per mock
   * @param largest number of draws each rank was taken among
   * @throws IllegalArgumentException for fewer than 4 mocks or a rank out of range
   */
  public static CalibrationTest of(List<int[]> ranks, int largest) {
    List<RankUniformity> tests =
        ranks.stream().map(one -> RankUniformity.of(one, largest)).toList();
    double[] p =
        tests.stream()
            .flatMapToDouble(
                t -> java.util.stream.DoubleStream.of(t.chiSquareP(), t.meanP(), t.varianceP()))
            .toArray();
    double[] all = HolmCorrection.adjusted(p);
    List<double[]> adjusted = new ArrayList<>();
    for (int j = 0; j < tests.size(); j++) {
      adjusted.add(java.util.Arrays.copyOfRange(all, TESTS * j, TESTS * (j + 1)));
    }
    return new CalibrationTest(tests, adjusted);
  }

  /** Smallest adjusted p-value of a hyperparameter. */
  public double smallest(int hyperparameter) {
    double[] three = adjusted.get(hyperparameter);
    return Math.min(three[0], Math.min(three[1], three[2]));
  }

  /** Smallest adjusted p-value of all; 1 where there is no hyperparameter. */
  public double smallest() {
    double smallest = 1;
    for (int j = 0; j < adjusted.size(); j++) {
      smallest = Math.min(smallest, smallest(j));
    }
    return smallest;
  }

  /** What {@link #smallest()} says. */
  public Verdict verdict() {
    double p = smallest();
    if (p < FAIL) {
      return Verdict.NOT_UNIFORM;
    }
    return p < SUSPECT ? Verdict.SUSPECT : Verdict.UNIFORM;
  }
}

package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.skypool.core.diagnostics.CalibrationTest;

/** Which sets of mocks a calibration needs: suspicious ones are repeated, and the last decides. */
final class CalibrationSets {
  /** New mocks that decide where the first are suspicious. */
  static final int REPEATED_MOCKS = 1_000;

  private CalibrationSets() {}

  /** Fits mocks. */
  interface Fitted {
    /**
     * A set.
     *
     * @param set 0 for the first mocks, 1 for those that repeat them
     * @param mocks how many
     */
    CalibrationSet set(int set, int mocks) throws IOException;
  }

  /**
   * Runs what is needed.
   *
   * @return the first mocks and, where their smallest adjusted p lies between {@value
   *     CalibrationTest#FAIL} and {@value CalibrationTest#SUSPECT}, as many new ones but at least
   *     {@value #REPEATED_MOCKS}
   */
  static List<CalibrationSet> of(int mocks, Fitted fitted) throws IOException {
    List<CalibrationSet> sets = new ArrayList<>();
    sets.add(fitted.set(0, mocks));
    Optional<CalibrationTest> test = sets.get(0).test();
    if (test.isPresent() && test.get().verdict() == CalibrationTest.Verdict.SUSPECT) {
      System.err.printf(
          Locale.ROOT,
          "calibration: smallest adjusted p %.2g, repeating with new mocks%n",
          test.get().smallest());
      sets.add(fitted.set(1, Math.max(mocks, REPEATED_MOCKS)));
    }
    return sets;
  }
}

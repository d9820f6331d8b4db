package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.inference.MockCalibration;

/**
 * A set of mocks and what their ranks say.
 *
 * @param mocks by number
 * @param ranks per hyperparameter, of the mocks that have them
 * @param test of the ranks; empty where too few mocks have ranks
 */
record CalibrationSet(List<MockRanks> mocks, List<int[]> ranks, Optional<CalibrationTest> test) {

  /** Largest share of failed mocks with which the others can be trusted. */
  static final double FAILED_SHARE = 0.01;

  static CalibrationSet of(List<MockRanks> mocks) {
    List<MockRanks> ranked = mocks.stream().filter(m -> m.reason().isEmpty()).toList();
    List<int[]> ranks = new ArrayList<>();
    int dimension = ranked.isEmpty() ? 0 : ranked.get(0).ranks().length;
    for (int j = 0; j < dimension; j++) {
      int of = j;
      ranks.add(ranked.stream().mapToInt(m -> m.ranks()[of]).toArray());
    }
    return new CalibrationSet(
        mocks,
        ranks,
        ranked.size() < CalibrateSurvey.LEAST_MOCKS / 2
            ? Optional.empty()
            : Optional.of(CalibrationTest.of(ranks, MockCalibration.DRAWS)));
  }

  int failed() {
    return (int) mocks.stream().filter(m -> m.reason().isPresent()).count();
  }

  /** Mocks of which a guard failed. */
  int guarded() {
    return (int) mocks.stream().filter(m -> !m.guards().isEmpty()).count();
  }

  /** How often each guard failed, by name. */
  Map<String, Integer> guards() {
    Map<String, Integer> counts = new TreeMap<>();
    mocks.forEach(m -> m.guards().forEach(name -> counts.merge(name, 1, Integer::sum)));
    return counts;
  }

  /** How often mocks failed, by reason. */
  Map<String, Integer> failures() {
    Map<String, Integer> counts = new TreeMap<>();
    mocks.forEach(m -> m.reason().ifPresent(reason -> counts.merge(reason, 1, Integer::sum)));
    return counts;
  }

  /** Whether nearly all mocks could be ranked. */
  boolean complete() {
    return test.isPresent() && failed() <= FAILED_SHARE * mocks.size();
  }
}

package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.diagnostics.CalibrationTest.Verdict;
import org.skypool.core.inference.MockCalibration;

/** Which mocks decide, with ranks made up instead of fitted. */
class CalibrationSetsTest {
  private static final int MOCKS = 200;
  private static final int RANKS = MockCalibration.DRAWS + 1;

  private final List<Integer> counts = new ArrayList<>();

  private List<CalibrationSet> run(int mocks, IntUnaryOperator first, IntUnaryOperator repeated)
      throws Exception {
    return CalibrationSets.of(
        mocks,
        (set, count) -> {
          assertEquals(counts.size(), set);
          counts.add(count);
          IntUnaryOperator rank = set == 0 ? first : repeated;
          return CalibrationSet.of(
              IntStream.range(0, count)
                  .mapToObj(m -> new MockRanks(m, new int[] {rank.applyAsInt(m)}, List.of(), null))
                  .toList());
        });
  }

  /** Evenly spaced, from mock to mock in steps without a pattern. */
  private static int uniform(int mock) {
    return (int) (mock * 247L % RANKS);
  }

  /** Ranks a little too high: p is between 0.001 and 0.05. */
  private static IntUnaryOperator higher(int by) {
    return mock -> Math.min(RANKS - 1, uniform(mock) + by);
  }

  private static int biased(int mock) {
    return Math.max(uniform(mock), uniform(mock + 1));
  }

  private static Verdict verdict(CalibrationSet set) {
    return set.test().orElseThrow().verdict();
  }

  @Test
  void uniformRanksAreNotRepeated() throws Exception {
    List<CalibrationSet> sets = run(MOCKS, CalibrationSetsTest::uniform, m -> 0);
    assertEquals(List.of(MOCKS), counts);
    assertEquals(Verdict.UNIFORM, verdict(sets.get(0)));
  }

  @Test
  void ranksThatFailAreNotRepeated() throws Exception {
    List<CalibrationSet> sets =
        run(MOCKS, CalibrationSetsTest::biased, CalibrationSetsTest::uniform);
    assertEquals(List.of(MOCKS), counts);
    assertEquals(Verdict.NOT_UNIFORM, verdict(sets.get(0)));
  }

  @Test
  void suspiciousRanksAreRepeatedAndTheNewOnesDecideAlone() throws Exception {
    List<CalibrationSet> passed = run(MOCKS, higher(17), CalibrationSetsTest::uniform);
    assertEquals(List.of(MOCKS, 1_000), counts);
    assertEquals(Verdict.SUSPECT, verdict(passed.get(0)));
    assertEquals(1_000, passed.get(1).mocks().size());
    assertEquals(Verdict.UNIFORM, verdict(passed.get(1)));
    counts.clear();
    List<CalibrationSet> failed = run(MOCKS, higher(17), CalibrationSetsTest::biased);
    assertEquals(Verdict.NOT_UNIFORM, verdict(failed.get(1)));
  }

  @Test
  void moreMocksThanAThousandAreRepeatedByAsMany() throws Exception {
    run(1_500, higher(5), CalibrationSetsTest::uniform);
    assertEquals(List.of(1_500, 1_500), counts);
  }
}

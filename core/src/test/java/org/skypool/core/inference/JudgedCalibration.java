package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.skypool.core.diagnostics.CalibrationTest;

/**
 * A simulation-based calibration of one problem and its verdict: {@value #MOCKS} mocks, points and
 * rounds chosen as in a run, and {@value #MORE} new ones that decide where the smallest
 * Holm-adjusted p-value lies between 0.001 and 0.05. A sound problem fails for 1 of 1,000 seeds.
 * Prints what docs/validation.md records.
 */
final class JudgedCalibration {
  private static final int MOCKS = 200;
  private static final int MORE = 1_000;
  private static final int EFFECTIVE = 1_000;
  private static final int TOLD = 25;

  private final String what;
  private final List<String> names;
  private final MockCalibration mocks;

  private JudgedCalibration(String what, SurveyProblem problem, MockCalibration.Source source) {
    this.what = what;
    this.names = problem.population().hyperprior().names();
    this.mocks = new MockCalibration(problem, source, RoundSettings.of(problem, EFFECTIVE, 1));
  }

  /** Fails where the ranks of the true hyperparameters are not uniform. */
  static void judge(String what, SurveyProblem problem, MockCalibration.Source source) {
    JudgedCalibration calibration = new JudgedCalibration(what, problem, source);
    CalibrationTest test = calibration.run(0, MOCKS);
    if (test.verdict() == CalibrationTest.Verdict.SUSPECT) {
      test = calibration.run(1, MORE);
    }
    assertNotEquals(CalibrationTest.Verdict.NOT_UNIFORM, test.verdict(), what + ": ranks " + test);
  }

  private CalibrationTest run(int set, int count) {
    List<int[]> ranks = new ArrayList<>();
    names.forEach(name -> ranks.add(new int[count]));
    AtomicInteger failedAudits = new AtomicInteger();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    long before = System.nanoTime();
    Runnable worker =
        () -> {
          for (int m = next.getAndIncrement(); m < count; m = next.getAndIncrement()) {
            MockCalibration.Result result = mocks.run(set, m);
            if (!result.outcome().last().audit().orElseThrow().passes()) {
              failedAudits.incrementAndGet();
            }
            for (int j = 0; j < names.size(); j++) {
              ranks.get(j)[m] = result.ranks()[j];
            }
            int mocksDone = done.incrementAndGet();
            if (mocksDone % TOLD == 0) {
              System.out.printf(Locale.ROOT, "%s: %d of %d mocks%n", what, mocksDone, count);
            }
          }
        };
    CompletableFuture.allOf(
            IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(
                    thread ->
                        CompletableFuture.runAsync(
                            worker, task -> new Thread(task, "mocks").start()))
                .toArray(CompletableFuture[]::new))
        .join();
    CalibrationTest test = CalibrationTest.of(ranks, MockCalibration.DRAWS);
    System.out.printf(
        Locale.ROOT,
        "calibration of %s: %d mocks, %d with a failed audit, %.0f s, smallest adjusted p %.3g%n",
        what,
        count,
        failedAudits.get(),
        (System.nanoTime() - before) / 1e9,
        test.smallest());
    PrintedRanks.print(names, test);
    return test;
  }
}

package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.diagnostics.HolmCorrection;
import org.skypool.core.formula.FormulaParser;

/**
 * Simulation-based calibration of the worked populations by independent mocks, points chosen as a
 * run chooses them. The p-values of all problems are judged together: sound ones fail
 * (Holm-adjusted p below 0.001) for 1 of 1,000 seeds; the seeds are fixed. Prints what
 * docs/validation.md records.
 */
@Tag("nightly")
class CalibrationNightlyTest {
  private static final Map<String, CalibrationTest> DONE = new LinkedHashMap<>();

  private static void calibrate(
      String what, int count, CalibrationProblem problem, MockCalibration.Source source) {
    long before = cpu();
    CalibrationTest test = problem.calibrate(count, source, 1);
    System.out.printf(
        Locale.ROOT,
        "calibration of %s: %d mocks, %.0f CPU s, smallest adjusted p %.3g%n",
        what,
        count,
        (cpu() - before) / 1e9,
        test.smallest());
    List<String> names = problem.problem().population().hyperprior().names();
    PrintedRanks.print(names, test);
    DONE.put(what, test);
  }

  /** Of those that ran. */
  @AfterAll
  static void allProblemsTogether() {
    double[] p =
        DONE.values().stream()
            .flatMap(test -> test.ranks().stream())
            .flatMapToDouble(of -> DoubleStream.of(of.chiSquareP(), of.meanP(), of.varianceP()))
            .toArray();
    double smallest = Arrays.stream(HolmCorrection.adjusted(p)).min().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%d p-values of %d problems: smallest adjusted %.3g%n",
        p.length,
        DONE.size(),
        smallest);
    assertTrue(smallest >= CalibrationTest.FAIL, () -> "ranks " + DONE);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void normal() {
    calibrate(
        "a normal population",
        1000,
        CalibrationProblem.gaussian(
            "normal(mu, tau)", TestSurvey.ordered("mu", "normal(0, 2)", "tau", "uniform(0.3, 2)")),
        IndependentMocks.normal(20));
  }

  @Test
  void hierarchicalHyperprior() {
    calibrate(
        "a hierarchical hyperprior",
        400,
        CalibrationProblem.gaussian(
            "normal(mu, 1)", TestSurvey.ordered("mu", "normal(0, s)", "s", "half_normal(1)")),
        IndependentMocks.hierarchical(20));
  }

  @Test
  void massFunctionWithSelection() {
    calibrate(
        "a mass function with selection",
        200,
        new CalibrationProblem(
            FormulaParser.standard(),
            "gaussian",
            TestSurvey.ordered("value", "y", "error", "e"),
            "uniform(6, 13)",
            "schechter(alpha, knee, 8.0)",
            TestSurvey.ordered("alpha", "uniform(-1.6, -0.6)", "knee", "uniform(10, 11)"),
            Optional.of("normal_cdf((x - 8.9) / e)"),
            false,
            "",
            Map.of("e", "0.2")),
        IndependentMocks.masses(300));
  }

  @Test
  void betaBinomial() {
    calibrate(
        "beta-binomial proportions",
        400,
        new CalibrationProblem(
            FormulaParser.standard(),
            "binomial",
            TestSurvey.ordered("successes", "y", "trials", "n"),
            "uniform(0, 1)",
            "beta(a, b)",
            TestSurvey.ordered("a", "gamma(4, 1)", "b", "gamma(4, 1)"),
            Optional.empty(),
            false,
            "",
            Map.of("n", "30")),
        IndependentMocks.proportions(100));
  }

  @Test
  void mixtureWithOutliers() {
    calibrate(
        "a mixture with outliers",
        200,
        CalibrationProblem.gaussian(
            "mix(f, normal(mu, 0.5), uniform(-10, 10))",
            TestSurvey.ordered("f", "beta(4, 2)", "mu", "normal(0, 2)")),
        IndependentMocks.outliers(100));
  }
}

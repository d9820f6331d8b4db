package org.skypool.core.inference;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.formula.FormulaParser;

/**
 * Simulation-based calibration of populations without a named shape, by independent mocks, judged
 * as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class ShapeCalibrationNightlyTest {

  private static CalibrationProblem problem(
      String density, String interim, String low, String high, Map<String, String> priors) {
    return new CalibrationProblem(
        FormulaParser.standard(),
        "gaussian",
        TestSurvey.ordered("value", "y", "error", "e"),
        interim,
        density,
        priors,
        Optional.empty(),
        false,
        "",
        TestSurvey.ordered("e", "uniform(%s, %s)".formatted(low, high)));
  }

  private static void calibrate(
      String what, CalibrationProblem problem, MockCalibration.Source source) {
    JudgedCalibration.judge(what, problem.problem(), source);
  }

  @Test
  void histogramOfARandomWalk() {
    calibrate(
        "a histogram",
        problem(
            "histogram(0, 4, h)",
            "uniform(0, 4)",
            "0.2",
            "0.6",
            TestSurvey.ordered("h[1]", "0", "h[1..4]", "normal(h[i-1], 1)")),
        ShapeMocks.histogram(100));
  }

  @Test
  void spline() {
    calibrate(
        "a spline",
        problem(
            "spline(0, 3, h)",
            "uniform(0, 3)",
            "0.2",
            "0.6",
            TestSurvey.ordered("h[1]", "0", "h[1..4]", "normal(h[i-1], 1)")),
        ShapeMocks.spline(100));
  }

  @Test
  void gaussianProcess() {
    calibrate(
        "a Gaussian process",
        problem(
            "histogram(0, 5, gaussian_process(sd, 2, d))",
            "uniform(0, 5)",
            "0.2",
            "0.6",
            TestSurvey.ordered("sd", "log_normal(0, 0.5)", "d[1..5]", "normal(0, 1)")),
        ShapeMocks.process(100));
  }

  @Test
  void numericallyNormalised() {
    calibrate(
        "a numerically normalised density",
        problem(
            "normalised(2 * log(x) + g * log1p(x), 0, 2)",
            "uniform(0, 2)",
            "0.05",
            "0.2",
            TestSurvey.ordered("g", "normal(0, 2)")),
        ShapeMocks.volume(100));
  }

  @Test
  void eccentricities() {
    calibrate(
        "eccentricities",
        problem(
            "beta(1 + a, 1 + b)",
            "uniform(0, 1)",
            "0.02",
            "0.3",
            TestSurvey.ordered("a", "log_normal(-1, 0.5)", "b", "log_normal(0.7, 0.5)")),
        ShapeMocks.eccentricities(100));
  }
}

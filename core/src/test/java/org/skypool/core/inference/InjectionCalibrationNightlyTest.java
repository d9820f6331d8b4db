package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.object.ObjectBlock;

/**
 * Simulation-based calibration of a selection that is known by injections alone, the same for all
 * mocks, judged as {@link JudgedCalibration} says.
 */
@Tag("nightly")
class InjectionCalibrationNightlyTest {
  private static final int OBJECTS = 100;
  private static final int DRAWN = 100_000;

  private static final class Mocks implements MockCalibration.Source {
    @Override
    public double[] truth(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return new double[] {-0.5 + 2 * random.nextDouble(), 0.4 + random.nextDouble()};
    }

    @Override
    public ObjectBlock survey(double[] truth, long seed) {
      SplittableRandom random = new SplittableRandom(~seed);
      double[] y = new double[OBJECTS];
      int found = 0;
      while (found < OBJECTS) {
        double x = truth[0] + truth[1] * random.nextGaussian();
        double measured = x + InjectionsTest.ERROR * random.nextGaussian();
        if (measured > InjectionsTest.CUT) {
          y[found++] = measured;
        }
      }
      return SurveyText.objects(Map.of("y", y));
    }
  }

  @Test
  void populationBehindACut() {
    SurveyProblem problem =
        new SurveyText(
                List.of("y"),
                Map.of("x", "normal(0, 10)"),
                Map.of("x", "normal(mu, tau)"),
                TestSurvey.ordered("mu", "uniform(-0.5, 1.5)", "tau", "uniform(0.4, 1.4)"))
            .with(
                "gaussian",
                Map.of("x", Map.of("value", "y", "error", Double.toString(InjectionsTest.ERROR))),
                Map.of());
    JudgedCalibration.judge(
        "a population behind a cut known by injections",
        problem.with(InjectionsTest.injections(DRAWN, 99)),
        new Mocks());
  }
}

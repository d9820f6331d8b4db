package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.skypool.core.density.Density;
import org.skypool.core.density.DensityRegistry;
import org.skypool.core.density.LogNormal;
import org.skypool.core.density.Parameter;
import org.skypool.core.density.Support;
import org.skypool.core.diagnostics.CalibrationTest;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.FunctionRegistry;

/**
 * Simulation-based calibration of the whole in-memory pipeline: sound problems pass and broken ones
 * are caught. Ranks of a sound problem fail (Holm-adjusted p below 0.001) for 1 of 1,000 seeds; the
 * seeds are fixed.
 */
class MockCalibrationTest {

  /** Fixed: mocks take a fifth of the time they need where the run chooses. */
  private static final OptionalInt POINTS = OptionalInt.of(64);

  private static CalibrationProblem normal() {
    return CalibrationProblem.gaussian(
        "normal(mu, tau)", TestSurvey.ordered("mu", "normal(0, 2)", "tau", "uniform(0.3, 2)"));
  }

  private static void assertUniform(CalibrationTest test) {
    assertTrue(test.smallest() >= CalibrationTest.FAIL, () -> "ranks " + test);
  }

  @Test
  void theNormalPopulationIsCalibrated() {
    assertUniform(normal().calibrate(100, 20, POINTS, 1));
  }

  @Test
  void aMockDependsOnSeedSetAndNumberOnly() {
    MockCalibration one = normal().mocks(10, POINTS, 3);
    MockCalibration other = normal().mocks(10, POINTS, 3);
    other.run(0, 5);
    MockCalibration.Result mine = one.run(0, 2);
    MockCalibration.Result theirs = other.run(0, 2);
    assertArrayEquals(mine.truth(), theirs.truth(), 0);
    assertArrayEquals(mine.ranks(), theirs.ranks());
    assertEquals(mine.outcome().posterior().mean()[0], theirs.outcome().posterior().mean()[0], 0);
    assertTrue(one.run(1, 2).truth()[0] != mine.truth()[0]);
    assertTrue(one.run(0, 3).truth()[0] != mine.truth()[0]);
  }

  /**
   * A population written in the wrong coordinate: objects are log-normal in x, the log density
   * lacks the Jacobian 1/x. Without errors that would be a factor free of hyperparameters; here
   * errors are as wide as the population.
   */
  @Test
  void aMissingJacobianIsCaught() {
    CalibrationTest broken =
        logNormal(new WithoutJacobian(), "without_jacobian").calibrate(60, 40, POINTS, 1);
    assertEquals(CalibrationTest.Verdict.NOT_UNIFORM, broken.verdict());
    assertTrue(broken.smallest() < 1e-4, () -> "smallest p " + broken.smallest());
  }

  /** The same population with its Jacobian. */
  @Test
  @Tag("nightly")
  void theLogNormalPopulationIsCalibrated() {
    assertUniform(logNormal(new LogNormal(), "log_normal").calibrate(200, 40, POINTS, 1));
  }

  private static CalibrationProblem logNormal(Density family, String name) {
    DensityRegistry registry = DensityRegistry.standard();
    return new CalibrationProblem(
        FormulaParser.of(
            registry.find(name).isPresent() ? registry : registry.with(List.of(family)),
            FunctionRegistry.standard()),
        "gaussian",
        TestSurvey.ordered("value", "y", "error", "e"),
        "uniform(0, 100)",
        name + "(mu, tau)",
        TestSurvey.ordered("mu", "normal(0.5, 0.5)", "tau", "uniform(0.2, 0.6)"),
        Optional.empty(),
        false,
        "",
        Map.of("e", "1"));
  }

  @Test
  @Tag("nightly")
  void lossByTheTrueValueIsCalibrated() {
    CalibrationProblem problem =
        new CalibrationProblem(
            FormulaParser.standard(),
            "gaussian",
            TestSurvey.ordered("value", "y", "error", "e"),
            "normal(0, 10)",
            "normal(mu, tau)",
            TestSurvey.ordered("mu", "normal(0, 1)", "tau", "uniform(0.5, 1.5)"),
            Optional.of("normal_cdf((x - 0.5) / 0.3)"),
            true,
            "",
            TestSurvey.ordered("e", "uniform(0.2, 0.5)"));
    assertUniform(problem.calibrate(200, 50, POINTS, 1));
  }

  /** Log-normal, its log density written as that of log x. */
  private static final class WithoutJacobian implements Density {
    private final LogNormal sound = new LogNormal();

    @Override
    public String name() {
      return "without_jacobian";
    }

    @Override
    public List<Parameter> parameters() {
      return sound.parameters();
    }

    @Override
    public Expression logDensity(Expression x, List<Expression> arguments) {
      return sound.logDensity(x, arguments).plus(x.log());
    }

    @Override
    public Support support(List<Expression> arguments) {
      return sound.support(arguments);
    }

    @Override
    public Optional<Expression> logProbability(
        Expression low, Expression high, List<Expression> arguments) {
      return sound.logProbability(low, high, arguments);
    }

    @Override
    public double cumulative(double x, double[] arguments) {
      return sound.cumulative(x, arguments);
    }

    @Override
    public double quantile(double p, double[] arguments) {
      return sound.quantile(p, arguments);
    }

    @Override
    public double sample(UniformRandomProvider rng, double[] arguments) {
      return StrictMath.exp(
          arguments[0] + arguments[1] * ZigguratSampler.NormalizedGaussian.of(rng).sample());
    }

    @Override
    public double sampleBetween(
        UniformRandomProvider rng, double low, double high, double[] arguments) {
      return sound.sampleBetween(rng, low, high, arguments);
    }

    @Override
    public String example() {
      return "without_jacobian(0, 1)";
    }
  }
}

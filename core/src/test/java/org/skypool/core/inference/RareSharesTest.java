package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RareSharesTest {
  private static final Map<String, String> SHARES =
      TestSurvey.ordered("a1,a2", "dirichlet(1, 1, 1)", "size", "gamma(4, 0.2)");
  private static final double[] PHI = {0.6, 0.38, 10};

  private static OptionalDouble of(String density, Map<String, String> hyperpriors, double... phi) {
    return RareShares.concentration(
        MixtureCalibrationNightlyTest.counted(density, hyperpriors), phi);
  }

  @Test
  void isThatOfTheKindWithoutATheta() {
    OptionalDouble rare = of("dirichlet(size * a1, size * a2, size * (1 - a1 - a2))", SHARES, PHI);
    assertEquals(0.2, rare.orElseThrow(), 1e-12);
    OptionalDouble common =
        of("dirichlet(size * (1 - a1 - a2), size * a2, size * a1)", SHARES, PHI);
    assertEquals(6, common.orElseThrow(), 1e-12);
    assertEquals(0.3, of("dirichlet(s, 2, 0.3)", Map.of("s", "gamma(2, 1)"), 0.1).orElseThrow());
  }

  @Test
  void isTheSmallestOfAMixture() {
    OptionalDouble found =
        of(
            "mix(w, dirichlet(size * a1, size * a2, size * (1 - a1 - a2)), dirichlet(1, 2, 0.7))",
            TestSurvey.ordered(
                "a1,a2", "dirichlet(1, 1, 1)", "size", "gamma(4, 0.2)", "w", "beta(2, 2)"),
            0.6,
            0.1,
            10,
            0.5);
    assertEquals(0.7, found.orElseThrow(), 1e-12);
  }

  @Test
  void thereIsNoneWithoutShares() {
    SurveyText text =
        new SurveyText(
            List.of("y", "e"),
            Map.of("x", "normal(0, 10)"),
            Map.of("x", "normal(mu, 1)"),
            Map.of("mu", "normal(0, 1)"));
    SurveyProblem normal =
        text.with("gaussian", Map.of("x", Map.of("value", "y", "error", "e")), Map.of());
    assertTrue(RareShares.concentration(normal, new double[1]).isEmpty());
  }

  @Test
  void thereIsNoneWhereItDependsOnTheObject() {
    assertTrue(of("dirichlet(s, 2, 0.1 * n)", Map.of("s", "gamma(2, 1)"), 1).isEmpty());
  }
}

package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;

class MultinomialModelTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new MultinomialModel();
  }

  private static Map<String, Expression> kind(String successes, String trials) {
    return Map.of(
        "successes", Expression.covariate(successes), "trials", Expression.covariate(trials));
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("p", "q"), Map.of("p", kind("y", "n"), "q", kind("z", "n")), Map.of());
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(Map.of("y", 4.0, "z", 5.0, "n", 14.0), new double[] {0.3, 0.25}),
        new Case(Map.of("y", 0.0, "z", 12.0, "n", 20.0), new double[] {0.02, 0.6}),
        new Case(Map.of("y", 7.0, "z", 8.0, "n", 15.0), new double[] {0.46, 0.5}));
  }

  @Override
  List<String> measured() {
    return List.of("y", "z");
  }

  @Override
  List<Outcome> outcomes(Case at) {
    List<Outcome> all = new ArrayList<>();
    int n = at.columns().get("n").intValue();
    for (int y = 0; y <= n; y++) {
      for (int z = 0; z <= n - y; z++) {
        all.add(new Outcome(new double[] {y, z}, 1));
      }
    }
    return all;
  }

  @Override
  boolean discrete() {
    return true;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Map.of("y", 3.0, "z", 2.0, "n", 4.0), List.of("all kinds", "5", "<= trials 4")),
        new Bad(
            Map.of("y", -1.0, "z", 2.0, "n", 4.0), List.of("successes of p", "-1", "whole number")),
        new Bad(
            Map.of("y", 1.0, "z", 2.5, "n", 4.0), List.of("successes of q", "2.5", "whole number")),
        new Bad(Map.of("y", 1.0, "z", 1.0, "n", Double.NaN), List.of("trials of p", "NaN")));
  }

  /** Beyond the simplex impossible, at its edges as the counts say. */
  @Test
  void edges() {
    double none = Double.NEGATIVE_INFINITY;
    double[][] theta = {{0.5, -0.1, 0, 1.2, 0.5, 0.25}, {0.6, 0.5, 0.5, -0.4, 0.5, 0.25}};
    double[] out = new double[6];
    model()
        .bind(arguments())
        .of(SimulatedColumns.block(Map.of("y", 0.0, "z", 2.0, "n", 2.0)))
        .logLikelihood(0, theta, 0, 6, out);
    double half = 2 * Math.log(0.5);
    assertArrayEquals(new double[] {none, none, half, none, half, 2 * half}, out, 1e-15);
  }

  @Test
  void trialsOfDifferentKindsMustBeTheSame() {
    ModelArguments differ =
        new ModelArguments(
            List.of("p", "q"), Map.of("p", kind("y", "n"), "q", kind("z", "m")), Map.of());
    Map<String, Double> row = Map.of("y", 1.0, "z", 1.0, "n", 4.0, "m", 5.0);
    String reason = model().bind(differ).of(SimulatedColumns.block(row)).reject(0);
    assertEquals("trials are 4.0 and 5.0, must be the same", reason);
  }
}

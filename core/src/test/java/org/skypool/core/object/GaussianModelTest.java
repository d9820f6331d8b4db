package org.skypool.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;

/** One value with an error from a formula over a column. */
class GaussianModelTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new GaussianModel();
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("x"),
        Map.of(
            "x",
            Map.of(
                "value", Expression.covariate("d"),
                "error", Expression.covariate("e").times(2))),
        Map.of());
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(Map.of("d", 1.5, "e", 0.1), new double[] {1.4}),
        new Case(Map.of("d", -300.0, "e", 25.0), new double[] {-250}),
        new Case(Map.of("d", 1e-9, "e", 1e-10), new double[] {1e-9}));
  }

  @Override
  List<String> measured() {
    return List.of("d");
  }

  /** Trapezoid rule over eight standard deviations in steps of a hundredth: exact to rounding. */
  @Override
  List<Outcome> outcomes(Case at) {
    double sd = 2 * at.columns().get("e");
    List<Outcome> out = new ArrayList<>();
    for (int k = -800; k <= 800; k++) {
      out.add(new Outcome(new double[] {at.theta()[0] + 0.01 * k * sd}, 0.01 * sd));
    }
    return out;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Map.of("d", Double.NaN, "e", 1.0), List.of("value of x", "NaN", "finite")),
        new Bad(
            Map.of("d", Double.NEGATIVE_INFINITY, "e", 1.0), List.of("value of x", "-Infinity")),
        new Bad(Map.of("d", 1.0, "e", 0.0), List.of("error of x", "0.0", "> 0")),
        new Bad(Map.of("d", 1.0, "e", -1.0), List.of("error of x", "-2.0", "> 0")),
        new Bad(Map.of("d", 1.0, "e", Double.NaN), List.of("error of x", "NaN")),
        new Bad(Map.of("d", 1.0, "e", Double.POSITIVE_INFINITY), List.of("error of x")));
  }
}

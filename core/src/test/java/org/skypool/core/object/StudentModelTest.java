package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;

class StudentModelTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new StudentModel();
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("x"),
        Map.of(
            "x",
            Map.of(
                "value", Expression.covariate("d"),
                "error", Expression.covariate("e"),
                "df", Expression.covariate("df"))),
        Map.of());
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(Map.of("d", 1.5, "e", 0.1, "df", 4.0), new double[] {1.4}),
        new Case(Map.of("d", -300.0, "e", 25.0, "df", 0.7), new double[] {-250}),
        new Case(Map.of("d", 0.0, "e", 1.0, "df", 1.0), new double[] {0.5}),
        new Case(Map.of("d", 2.0, "e", 3.0, "df", 300.0), new double[] {1}));
  }

  @Override
  List<String> measured() {
    return List.of("d");
  }

  /** Double-exponential quadrature: algebraic tails end with the range, at 1e-13 for df = 0.7. */
  @Override
  List<Outcome> outcomes(Case at) {
    double sd = at.columns().get("e");
    double step = 1.0 / 256;
    List<Outcome> out = new ArrayList<>();
    for (double u = -4; u <= 4; u += step) {
      double inner = Math.PI / 2 * Math.sinh(u);
      double slope = Math.cosh(inner) * Math.PI / 2 * Math.cosh(u);
      double[] data = {at.theta()[0] + sd * Math.sinh(inner)};
      out.add(new Outcome(data, step * slope * sd));
    }
    return out;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(Map.of("d", Double.NaN, "e", 1.0, "df", 1.0), List.of("value of x", "NaN")),
        new Bad(Map.of("d", 1.0, "e", 0.0, "df", 1.0), List.of("error of x", "0.0", "> 0")),
        new Bad(Map.of("d", 1.0, "e", 1.0, "df", -2.0), List.of("df of x", "-2.0", "> 0")));
  }

  /** The Cauchy density. */
  @Test
  void oneDegreeOfFreedom() {
    double[] out = new double[1];
    model()
        .bind(arguments())
        .of(SimulatedColumns.block(Map.of("d", 1.0, "e", 2.0, "df", 1.0)))
        .logLikelihood(0, new double[][] {{4}}, 0, 1, out);
    assertEquals(-Math.log(2 * Math.PI * (1 + 2.25)), out[0], 1e-14);
  }
}

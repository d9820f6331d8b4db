package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;

/** Two values whose errors have a correlation given per object. */
class CorrelatedGaussianTest extends ObjectModelContract {

  @Override
  ObjectModel model() {
    return new GaussianModel();
  }

  @Override
  ModelArguments arguments() {
    return new ModelArguments(
        List.of("x", "y"),
        Map.of(
            "x", Map.of("value", Expression.covariate("dx"), "error", Expression.covariate("ex")),
            "y", Map.of("value", Expression.covariate("dy"), "error", Expression.constant(0.5))),
        Map.of(new ModelArguments.Pair("y", "x"), Expression.covariate("rho")));
  }

  private static Map<String, Double> columns(double dx, double ex, double dy, double rho) {
    return Map.of("dx", dx, "ex", ex, "dy", dy, "rho", rho);
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(columns(1, 0.2, 2, 0.7), new double[] {1.1, 2.2}),
        new Case(columns(1, 3, 2, -0.6), new double[] {0, 2}),
        new Case(columns(0, 1, 0, 0), new double[] {0.5, -0.5}));
  }

  @Override
  List<String> measured() {
    return List.of("dx", "dy");
  }

  /** Trapezoid rule in steps of a fifteenth of a standard deviation: exact to rounding. */
  @Override
  List<Outcome> outcomes(Case at) {
    double step = 1.0 / 15;
    double ex = at.columns().get("ex");
    List<Outcome> out = new ArrayList<>();
    for (int a = -110; a <= 110; a++) {
      for (int b = -110; b <= 110; b++) {
        double[] data = {at.theta()[0] + a * step * ex, at.theta()[1] + b * step * 0.5};
        out.add(new Outcome(data, step * ex * step * 0.5));
      }
    }
    return out;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(columns(1, 1, 1, 1.01), List.of("correlations", "positive definite")),
        new Bad(columns(1, 1, 1, Double.NaN), List.of("correlations")),
        new Bad(columns(1, -1, 1, 0.2), List.of("error of x", "-1.0", "> 0")),
        new Bad(columns(1, 1, Double.NaN, 0.2), List.of("value of y", "NaN")));
  }

  /** Against the textbook form of the bivariate normal density. */
  @Test
  void density() {
    double rho = 0.7;
    double[] out = new double[1];
    model()
        .bind(arguments())
        .of(SimulatedColumns.block(columns(1, 0.2, 2, rho)))
        .logLikelihood(0, new double[][] {{1.1}, {2.6}}, 0, 1, out);
    double a = 0.1 / 0.2;
    double b = 0.6 / 0.5;
    double quadratic = (a * a - 2 * rho * a * b + b * b) / (1 - rho * rho);
    double norm = 2 * Math.PI * 0.2 * 0.5 * Math.sqrt(1 - rho * rho);
    assertEquals(-quadratic / 2 - Math.log(norm), out[0], 1e-13);
  }
}

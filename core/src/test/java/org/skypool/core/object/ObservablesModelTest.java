package org.skypool.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;

/**
 * Two observables of two parameters: the inverse of the first, corrected by a constant, and the sum
 * of both with a column; their errors are correlated.
 */
class ObservablesModelTest extends ObjectModelContract {
  private static final double RHO = 0.4;

  @Override
  ObjectModel model() {
    return new ObservablesModel();
  }

  @Override
  ModelArguments arguments() {
    Expression r = Expression.draw("r");
    Expression m = Expression.draw("m");
    return new ModelArguments(
        List.of("m", "r"),
        Map.of(
            "plx",
            Map.of(
                "predicted", Expression.constant(1).dividedBy(r),
                "value", Expression.covariate("w").plus(0.03),
                "error", Expression.covariate("e")),
            "mag",
            Map.of(
                "predicted", m.plus(r).plus(Expression.covariate("a")),
                "value", Expression.covariate("g"),
                "error", Expression.constant(0.5))),
        Map.of(new ModelArguments.Pair("plx", "mag"), Expression.constant(RHO)),
        Map.of(),
        Map.of(
            "m", new Guess(0, 10, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            "r", new Guess(1, 2, 0, Double.POSITIVE_INFINITY)));
  }

  private static Map<String, Double> columns(double w, double e, double g, double a) {
    return Map.of("w", w, "e", e, "g", g, "a", a);
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(columns(0.47, 0.02, 5, 0.2), new double[] {3, 2}),
        new Case(columns(2.4, 0.1, -1, 0), new double[] {-1.5, 0.4}));
  }

  @Override
  List<String> measured() {
    return List.of("w", "g");
  }

  @Override
  boolean determines() {
    return false;
  }

  /** Trapezoid rule in steps of a fifteenth of a standard deviation: exact to rounding. */
  @Override
  List<Outcome> outcomes(Case at) {
    double step = 1.0 / 15;
    double e = at.columns().get("e");
    double w = 1 / at.theta()[1] - 0.03;
    double g = at.theta()[0] + at.theta()[1] + at.columns().get("a");
    List<Outcome> out = new ArrayList<>();
    for (int a = -120; a <= 120; a++) {
      for (int b = -120; b <= 120; b++) {
        double[] data = {w + a * step * e, g + b * step * 0.5};
        out.add(new Outcome(data, step * e * step * 0.5));
      }
    }
    return out;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(columns(Double.NaN, 1, 1, 0), List.of("value of plx", "NaN")),
        new Bad(columns(1, 0, 1, 0), List.of("error of plx", "0.0", "> 0")));
  }
}

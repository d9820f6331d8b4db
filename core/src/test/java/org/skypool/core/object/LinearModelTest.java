package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skypool.core.expression.Expression;

/** A line through points with errors on y only. */
class LinearModelTest extends ObjectModelContract {
  static final String LINE = "slope,intercept";
  static final String BOTH = "slope,intercept,x_mean,x_sd";

  static ModelArguments arguments(String thetas, String... columns) {
    Map<String, Expression> own = new LinkedHashMap<>();
    List.of(columns).forEach(name -> own.put(name, Expression.covariate(name)));
    return new ModelArguments(List.of(thetas.split(",")), Map.of(thetas, own), Map.of());
  }

  @Override
  ObjectModel model() {
    return new LinearModel();
  }

  @Override
  ModelArguments arguments() {
    return arguments(LINE, "x", "y", "y-error", "scatter");
  }

  private static Map<String, Double> columns(double x, double y, double error, double scatter) {
    return Map.of("x", x, "y", y, "y-error", error, "scatter", scatter);
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(columns(1, 2.1, 0.3, 0.4), new double[] {1.5, 0.4}),
        new Case(columns(-20, 3, 2, 0), new double[] {-0.1, 2}),
        new Case(columns(1e-3, 0, 1e-3, 1), new double[] {5, 0.2}));
  }

  @Override
  List<String> measured() {
    return List.of("y");
  }

  /** Trapezoid rule in steps of a hundredth of a standard deviation: exact to rounding. */
  @Override
  List<Outcome> outcomes(Case at) {
    double sd = Math.hypot(at.columns().get("y-error"), at.columns().get("scatter"));
    double mean = at.theta()[0] * at.columns().get("x") + at.theta()[1];
    return IntStream.rangeClosed(-800, 800)
        .mapToObj(k -> new Outcome(new double[] {mean + 0.01 * k * sd}, 0.01 * sd))
        .toList();
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(columns(1, 1, -1, 0), List.of("y-error of slope,intercept", "-1.0", "> 0")),
        new Bad(columns(1, 1, 1, -2), List.of("scatter of slope,intercept", ">= 0")),
        new Bad(columns(Double.NaN, 1, 1, 0), List.of("x of slope,intercept", "NaN")));
  }

  /** Hogg, Bovy and Lang (2010), arXiv:1008.4686: rows 5 to 20 give 2.24 +- 0.11, 34 +- 18. */
  @Test
  void locatesWeightedLeastSquares() {
    double[] x = {203, 58, 210, 202, 198, 158, 165, 201, 157, 131, 166, 160, 186, 125, 218, 146};
    double[] y = {495, 173, 479, 504, 510, 416, 393, 442, 317, 311, 400, 337, 423, 334, 533, 344};
    double[] e = {21, 15, 27, 14, 30, 16, 14, 25, 52, 16, 34, 31, 42, 26, 16, 22};
    ObjectBlock block =
        new ObjectBlock(
            List.of("a"),
            Map.of("scatter", new double[1]),
            Optional.of(
                new Observations(new int[] {0, x.length}, Map.of("x", x, "y", y, "y-error", e))));
    double[] centre = new double[2];
    double[] scale = new double[2];
    model().bind(arguments()).of(block).locate(0, centre, scale);
    assertEquals(2.24, centre[0], 0.005);
    assertEquals(34, centre[1], 0.5);
    assertEquals(0.11, scale[0], 0.005);
    assertEquals(18, scale[1], 0.5);
  }

  private String refusal(ModelArguments arguments) {
    return assertThrows(IllegalArgumentException.class, () -> model().bind(arguments)).getMessage();
  }

  @Test
  void errorsOnXNeedTheTrueAbscissae() {
    String message = refusal(arguments(LINE, "x", "y", "y-error", "x-error"));
    assertTrue(message.contains("\"slope,intercept\".x-error: errors on x need"), message);
    message = refusal(arguments(BOTH, "x", "y", "y-error"));
    assertTrue(message.contains("there is no x-error"), message);
    message = refusal(arguments("slope", "x", "y", "y-error"));
    assertTrue(message.contains("model linear takes \"slope,intercept\""), message);
  }

  @Override
  boolean isOptional(String argument) {
    return argument.equals("scatter");
  }
}

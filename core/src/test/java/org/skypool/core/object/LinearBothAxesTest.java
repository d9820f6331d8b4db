package org.skypool.core.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Points with errors on both axes. */
class LinearBothAxesTest extends ObjectModelContract {
  @Override
  ObjectModel model() {
    return new LinearModel();
  }

  @Override
  ModelArguments arguments() {
    return LinearModelTest.arguments(
        LinearModelTest.BOTH, "x", "y", "y-error", "x-error", "scatter");
  }

  private static Map<String, Double> columns(double x, double y, double... errors) {
    return Map.of("x", x, "y", y, "x-error", errors[0], "y-error", errors[1], "scatter", errors[2]);
  }

  @Override
  List<Case> cases() {
    return List.of(
        new Case(columns(1.2, 2.1, 0.5, 0.3, 0.4), new double[] {1.5, 0.4, 1, 0.8}),
        new Case(columns(-20, 3, 2, 2, 0), new double[] {-0.1, 2, -18, 3}),
        new Case(columns(3, 0.5, 0.1, 1, 0), new double[] {-2, 7, 3, 0.2}));
  }

  @Override
  List<String> measured() {
    return List.of("x", "y");
  }

  private static double[] covariance(double[] theta, Map<String, Double> columns) {
    double width = theta[3] * theta[3];
    double sx = columns.get("x-error");
    double noise = Math.hypot(columns.get("y-error"), columns.get("scatter"));
    return new double[] {
      width + sx * sx, theta[0] * width, theta[0] * theta[0] * width + noise * noise
    };
  }

  /** Trapezoid rule along x, and along y given x, in steps of an eighth: exact to rounding. */
  @Override
  List<Outcome> outcomes(Case at) {
    double[] theta = at.theta();
    double[] c = covariance(theta, at.columns());
    double sdX = Math.sqrt(c[0]);
    double sdY = Math.sqrt(c[2] - c[1] * c[1] / c[0]);
    List<Outcome> out = new ArrayList<>();
    for (int a = -60; a <= 60; a++) {
      double x = theta[2] + a / 8.0 * sdX;
      double mean = theta[0] * theta[2] + theta[1] + c[1] / c[0] * (x - theta[2]);
      for (int b = -60; b <= 60; b++) {
        out.add(new Outcome(new double[] {x, mean + b / 8.0 * sdY}, sdX * sdY / 64));
      }
    }
    return out;
  }

  @Override
  List<Bad> bad() {
    return List.of(
        new Bad(columns(1, 1, -1, 1, 0), List.of("x-error of " + LinearModelTest.BOTH, ">= 0")),
        new Bad(columns(1, 1, 1, 0, 0), List.of("y-error of " + LinearModelTest.BOTH, "> 0")));
  }

  @Override
  boolean isOptional(String argument) {
    return argument.equals("scatter");
  }

  /** Against the textbook form of the bivariate normal density. */
  @Test
  void density() {
    for (Case at : cases()) {
      double[] theta = at.theta();
      double[] c = covariance(theta, at.columns());
      double determinant = c[0] * c[2] - c[1] * c[1];
      double dx = at.columns().get("x") - theta[2];
      double dy = at.columns().get("y") - theta[0] * theta[2] - theta[1];
      double square = (c[2] * dx * dx - 2 * c[1] * dx * dy + c[0] * dy * dy) / determinant;
      double[][] points =
          DoubleStream.of(theta).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
      double[] out = new double[1];
      model()
          .bind(arguments())
          .of(SimulatedColumns.block(at.columns()))
          .logLikelihood(0, points, 0, 1, out);
      double expected = -0.5 * (square + Math.log(determinant)) - Math.log(2 * Math.PI);
      assertEquals(expected, out[0], 1e-11);
    }
  }
}

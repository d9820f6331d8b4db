package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients against five-point differences, whose error is about 1e-9 here, and the domain. */
class GaussianProcessTest {
  private static final List<String> NAMES = List.of("s", "l", "a", "b", "c", "d");

  private static ScalarFunction value(int number) {
    List<Expression> deviates =
        NAMES.subList(2, 6).stream().map(Expression::hyperparameter).toList();
    return ScalarFunction.of(
        GaussianProcess.matern(
                Expression.hyperparameter("s"), Expression.hyperparameter("l"), deviates)
            .get(number),
        NAMES);
  }

  @Test
  void gradients() {
    double[][] points = {
      {1.5, 0.3, 0.2, -1, 0.5, 2}, {0.4, 2, -0.7, 1.1, 0.3, -0.2}, {2, 40, 1, 0.1, -2, 0.6}
    };
    for (double[] point : points) {
      for (int number = 0; number < 4; number++) {
        ScalarFunction f = value(number);
        double[] gradient = new double[6];
        f.valueAndGradient(point, gradient);
        for (int j = 0; j < 6; j++) {
          double h = 1e-3 * Math.abs(point[j]);
          double[] y = new double[5];
          for (int k = -2; k <= 2; k++) {
            double[] moved = point.clone();
            moved[j] += k * h;
            y[k + 2] = f.value(moved);
          }
          double difference = (8 * (y[3] - y[1]) - y[4] + y[0]) / (12 * h);
          assertEquals(difference, gradient[j], 1e-8 * (1 + Math.abs(difference)));
        }
      }
    }
  }

  @Test
  void lengthsMustBePositive() {
    for (double length : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertTrue(Double.isNaN(value(2).value(1, length, 1, 1, 1, 1)), "length " + length);
    }
  }
}

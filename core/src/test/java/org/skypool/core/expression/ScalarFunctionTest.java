package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScalarFunctionTest {

  /**
   * Central differences with step 1e-5: error 1e-10 times third derivatives, plus rounding 1e-11.
   */
  @Test
  void gradientsAgreeWithFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(5);
    double h = 1e-5;
    for (int seed = 0; seed < 200; seed++) {
      Expression expression = new RandomExpressions(seed).next(1 + seed % 5);
      ScalarFunction function = ScalarFunction.of(expression, RandomExpressions.INPUTS);
      double[] point = random.doubles(7, -1.5, 1.5).toArray();
      double[] gradient = new double[7];
      double value = function.valueAndGradient(point, gradient);
      assertEquals(function.value(point), value, 0);
      for (int j = 0; j < 7; j++) {
        double[] up = point.clone();
        double[] down = point.clone();
        up[j] += h;
        down[j] -= h;
        double difference = (function.value(up) - function.value(down)) / (2 * h);
        assertEquals(difference, gradient[j], 1e-6 * (1 + Math.abs(difference)), "seed " + seed);
      }
    }
  }

  @Test
  void knownValue() {
    Expression a = Expression.hyperparameter("a");
    Expression u = Expression.covariate("u");
    Expression x = Expression.draw("x");
    Expression expression = a.times(x).plus(u.square()).minus(x.log()).dividedBy(a);
    ScalarFunction function = ScalarFunction.of(expression, List.of("a", "u", "x", "unused"));
    double[] gradient = {9, 9, 9, 9};
    double value = function.valueAndGradient(new double[] {2, 3, 1, 4}, gradient);
    assertEquals(5.5, value, 1e-15);
    assertArrayEquals(new double[] {-2.25, 3, 0.5, 0}, gradient, 1e-14);
  }

  /**
   * A branch of a guard that is not taken has adjoint zero, which may meet an infinite derivative.
   */
  @Test
  void zeroAdjointMeetsInfiniteDerivative() {
    Expression a = Expression.hyperparameter("a");
    Expression expression = Expression.apply(Binary.MAX, a.plus(1), a.log());
    double[] gradient = new double[1];
    assertEquals(
        1, ScalarFunction.of(expression, List.of("a")).valueAndGradient(new double[1], gradient));
    assertEquals(1, gradient[0]);
  }

  @Test
  void refusals() {
    Expression a = Expression.hyperparameter("a");
    String unknown =
        assertThrows(IllegalArgumentException.class, () -> ScalarFunction.of(a, List.of("b")))
            .getMessage();
    assertTrue(unknown.contains("'a'") && unknown.contains("[b]"), unknown);
    ScalarFunction function = ScalarFunction.of(a, List.of("a"));
    String length =
        assertThrows(IllegalArgumentException.class, () -> function.value(1, 2)).getMessage();
    assertTrue(length.contains("expected 1 values for [a], got 2"), length);
  }
}

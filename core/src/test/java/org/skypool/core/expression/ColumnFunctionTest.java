package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnFunctionTest {
  private static final List<String> FREE = List.of("x", "y");

  /** Rounding of sums over thousands of rows, relative to the sum of magnitudes. */
  private static final double ROUNDING = 1e-12;

  private final SplittableRandom random = new SplittableRandom(7);

  private double[] uniforms(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 2500})
  void agreesWithTheScalarFunctionRowByRow(int rows) {
    for (int seed = 0; seed < 40; seed++) {
      Expression expression = new RandomExpressions(seed).next(5);
      Map<String, double[]> data = Map.of("u", uniforms(rows), "v", uniforms(rows));
      double[][] free = {uniforms(rows), uniforms(rows)};
      double[] phi = uniforms(3);
      double[] seeds = uniforms(rows);
      ColumnFunction function =
          ColumnFunction.of(expression, RandomExpressions.HYPERPARAMETERS, FREE, data, rows);
      Sums sums = new Sums(rows);
      Sums seeded = new Sums(rows);
      double[] each = new double[rows];
      ScalarFunction scalar = ScalarFunction.of(expression, RandomExpressions.INPUTS);
      for (int k = 0; k < rows; k++) {
        double[] point = {
          phi[0], phi[1], phi[2], data.get("u")[k], data.get("v")[k], free[0][k], free[1][k]
        };
        double[] gradient = new double[7];
        each[k] = scalar.valueAndGradient(point, gradient);
        sums.add(k, each[k], gradient, 1);
        seeded.add(k, each[k] * seeds[k], gradient, seeds[k]);
      }
      double[] byPhi = new double[3];
      double[][] byFree = new double[2][rows];
      double value = function.copy().sumAndGradient(phi, free, byPhi, byFree);
      assertEquals(sums.value, value, ROUNDING * (1 + sums.magnitude));
      assertEquals(value, function.sum(phi, free));
      sums.assertSame(byPhi, byFree);
      double[] values = new double[rows];
      function.values(phi, free, values);
      for (int k = 0; k < rows; k++) {
        assertEquals(each[k], values[k], ROUNDING * (1 + Math.abs(each[k])));
      }
      double[] pulledPhi = new double[3];
      double[][] pulledFree = new double[2][rows];
      function.pullBack(phi, free, seeds, pulledPhi, pulledFree);
      seeded.assertSame(pulledPhi, pulledFree);
    }
  }

  private static final class Sums {
    private double value;
    private double magnitude;
    private double gradientMagnitude;
    private final double[] byPhi = new double[3];
    private final double[][] byFree;

    Sums(int rows) {
      byFree = new double[2][rows];
    }

    void add(int row, double term, double[] gradient, double seed) {
      value += term;
      magnitude += Math.abs(term);
      for (int d = 0; d < 3; d++) {
        byPhi[d] += seed * gradient[d];
        gradientMagnitude += Math.abs(seed * gradient[d]);
      }
      byFree[0][row] = seed * gradient[5];
      byFree[1][row] = seed * gradient[6];
    }

    void assertSame(double[] phi, double[][] free) {
      for (int d = 0; d < 3; d++) {
        assertEquals(byPhi[d], phi[d], ROUNDING * (1 + gradientMagnitude));
      }
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < free[j].length; k++) {
          double tolerance = ROUNDING * (1 + Math.abs(byFree[j][k]));
          assertEquals(byFree[j][k], free[j][k], tolerance);
        }
      }
    }
  }

  @Test
  void aTermWithoutColumnsCountsOncePerRow() {
    Expression square = Expression.hyperparameter("a").square();
    ColumnFunction function = ColumnFunction.of(square, List.of("a"), List.of(), Map.of(), 5);
    double[] gradient = new double[1];
    assertEquals(45, function.sumAndGradient(new double[] {3}, new double[0][], gradient, null));
    assertEquals(30, gradient[0]);
  }

  @Test
  void noRowsSumToZero() {
    Expression square = Expression.draw("x").square();
    ColumnFunction function = ColumnFunction.of(square, List.of(), List.of("x"), Map.of(), 0);
    assertEquals(0, function.sum(new double[0], new double[][] {{}}));
  }

  @Test
  void anUnknownNameIsNamed() {
    Expression unknown = Expression.covariate("z");
    assertThrows(
        IllegalArgumentException.class,
        () -> ColumnFunction.of(unknown, List.of(), List.of("x"), Map.of(), 3));
  }
}

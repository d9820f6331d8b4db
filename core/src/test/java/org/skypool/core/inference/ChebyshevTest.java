package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChebyshevTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 17, 33})
  void polynomialsAreReproduced(int n) {
    double[] points = Chebyshev.points(-1.5, 4, n);
    assertEquals(-1.5, points[0]);
    assertEquals(4, points[n - 1]);
    for (double x = -1.5; x <= 4; x += 0.0373) {
      double[] basis = Chebyshev.basis(points, x);
      assertEquals(1, Arrays.stream(basis).sum(), 1e-13);
      double u = (x - 1.25) / 2.75;
      for (int degree = 0; degree < Math.min(n, 9); degree++) {
        double value = 0;
        for (int j = 0; j < n; j++) {
          value += basis[j] * Math.pow((points[j] - 1.25) / 2.75, degree);
        }
        assertEquals(Math.pow(u, degree), value, 1e-13);
      }
    }
  }

  /** exp on [0, 2]: the error of n points is of the order of e^2 / (2^(n - 1) n!). */
  @Test
  void smoothFunctionsConvergeFast() {
    double before = 3;
    for (int n : new int[] {3, 5, 9, 13}) {
      double[] points = Chebyshev.points(0, 2, n);
      double worst = 0;
      for (double x = 0; x <= 2; x += 0.01) {
        double[] basis = Chebyshev.basis(points, x);
        double value = 0;
        for (int j = 0; j < n; j++) {
          value += basis[j] * Math.exp(points[j]);
        }
        worst = Math.max(worst, Math.abs(value - Math.exp(x)));
      }
      assertTrue(worst < before / 10, n + " points: off by " + worst);
      before = worst;
    }
    assertTrue(before < 1e-12, "13 points: " + before);
  }

  @Test
  void atItsPointsTheBasisIsAUnitVector() {
    double[] points = Chebyshev.points(0.1, 0.5, 9);
    for (int j = 0; j < 9; j++) {
      double[] unit = new double[9];
      unit[j] = 1;
      assertArrayEquals(unit, Chebyshev.basis(points, points[j]));
    }
  }
}

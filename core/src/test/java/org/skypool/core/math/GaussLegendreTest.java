package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33, 64})
  void rules(int n) {
    GaussIntegrator expected = new GaussIntegratorFactory().legendre(n, -0.5, 3);
    GaussLegendre rule = GaussLegendre.of(n, -0.5, 3);
    for (int k = 0; k < n; k++) {
      assertEquals(expected.getPoint(k), rule.points()[k], 2e-15);
      assertEquals(expected.getWeight(k), rule.weights()[k], 2e-14);
    }
  }

  @Test
  void manyPoints() {
    GaussLegendre rule = GaussLegendre.of(2000, 0, 1);
    double sum = 0;
    double oscillating = 0;
    for (int k = 0; k < 2000; k++) {
      sum += rule.weights()[k];
      oscillating += rule.weights()[k] * Math.cos(1000 * rule.points()[k]);
    }
    assertEquals(1, sum, 1e-13);
    assertEquals(Math.sin(1000) / 1000, oscillating, 1e-13);
  }

  @Test
  void noPoints() {
    assertThrows(IllegalArgumentException.class, () -> GaussLegendre.of(0, 0, 1));
  }
}

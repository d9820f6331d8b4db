package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaQuantileTest {

  @Test
  void agreesWithIntegrals() {
    SplittableRandom random = new SplittableRandom(4);
    int direct = 0;
    for (int k = 0; k < 2_000; k++) {
      double a = Math.exp(6 * random.nextDouble() - 1);
      double b = Math.exp(6 * random.nextDouble() - 1);
      double low = k % 2 == 0 ? 0 : 0.6 * random.nextDouble();
      double high = k % 3 == 0 ? 1 : low + (1 - low) * random.nextDouble();
      double fraction = random.nextDouble();
      double x = BetaQuantile.between(a, b, low, high, fraction);
      if (!Double.isNaN(x)) {
        direct++;
        double slow = BetaInterval.of(a, b, low, high).quantileInTails(fraction);
        assertEquals(slow, x, 1e-12 * Math.min(x, 1 - x) + 1e-14);
      }
    }
    assertTrue(direct > 800, "directly: " + direct);
  }

  /** Also where the most probable point lies outside the interval. */
  @Test
  void inversesOfProbabilities() {
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 300; k++) {
      double a = Math.exp(6 * random.nextDouble() - 1);
      double b = Math.exp(6 * random.nextDouble() - 1);
      double low = 0.9 * random.nextDouble();
      double high = low + (1 - low) * random.nextDouble();
      double fraction = random.nextDouble();
      BetaInterval whole = BetaInterval.of(a, b, low, high);
      double x = whole.quantile(fraction);
      double found = x > low ? BetaInterval.of(a, b, low, x).fractionOf(whole) : 0;
      double slope = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - whole.logValue());
      assertEquals(fraction, found, 1e-12 + 4 * slope * Math.ulp(x), a + ", " + b + ", " + low);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, 0, 1, 0",
    "2, 3, 0, 1, 1",
    "2, 3, 0, 1, NaN",
    "2, 3, 0, 1, 1e-9",
    "20, 30, 0.9, 1, 0.5"
  })
  void leavesTailsAlone(double a, double b, double low, double high, double fraction) {
    assertTrue(Double.isNaN(BetaQuantile.between(a, b, low, high, fraction)));
  }
}

package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GammaIntervalTest {

  /** Also where the most probable point lies outside the interval. */
  @Test
  void quantilesAreInversesOfProbabilities() {
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 300; k++) {
      double shape = Math.exp(5 * random.nextDouble() - 1);
      double low = 2 * shape * random.nextDouble();
      double high = k % 3 == 0 ? Double.POSITIVE_INFINITY : low + shape * random.nextDouble();
      double fraction = random.nextDouble();
      GammaInterval whole = GammaInterval.of(shape, low, high);
      double x = whole.quantile(fraction);
      double found = x > low ? GammaInterval.of(shape, low, x).fractionOf(whole) : 0;
      assertEquals(fraction, found, 1e-11, shape + ", " + low + ", " + high);
    }
  }
}

package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StudentIntervalTest {

  /** Also where the most probable point, 0, lies outside the interval. */
  @Test
  void quantilesAreInversesOfProbabilities() {
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 300; k++) {
      double df = Math.exp(4 * random.nextDouble());
      double low = 6 * random.nextDouble() - 3;
      double high = k % 3 == 0 ? Double.POSITIVE_INFINITY : low + 3 * random.nextDouble();
      double fraction = random.nextDouble();
      StudentInterval whole = StudentInterval.of(df, low, high);
      double x = whole.quantile(fraction);
      double found =
          x > low ? Math.exp(StudentInterval.of(df, low, x).logValue() - whole.logValue()) : 0;
      assertEquals(fraction, found, 1e-11, df + ", " + low + ", " + high);
    }
  }
}

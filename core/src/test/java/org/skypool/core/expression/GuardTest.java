package org.skypool.core.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guarded logarithms of a block are those of its points, bit for bit. */
class GuardTest {
  private static final double[] INSIDE = {
    1, 0.3, Double.MIN_VALUE, Double.MAX_VALUE, 1e-310, Math.nextDown(1.0), 7, 1e300, 2, 3, 5
  };
  private static final double[] OUTSIDE = {
    0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private static final List<Guard> LOGS =
      List.of(Guard.LOG_INSIDE, Guard.LOG_OF_POSITIVE, Guard.LOG_OF_LENGTH);

  private static void check(double[] x) {
    for (Guard guard : LOGS) {
      double[] expected = new double[x.length];
      Arrays.fill(expected, 7);
      for (int k = 1; k < x.length - 1; k++) {
        expected[k] = guard.at(new double[] {x[k]});
      }
      double[] out = new double[x.length];
      Arrays.fill(out, 7);
      guard.value(new double[][] {x}, 1, x.length - 1, out);
      assertArrayEquals(expected, out, guard.name() + " of " + Arrays.toString(x));
    }
  }

  @Test
  void blockOfPointsInside() {
    check(INSIDE);
  }

  @Test
  void oneEdgeAmongPointsInside() {
    for (double edge : OUTSIDE) {
      double[] x = INSIDE.clone();
      x[4] = edge;
      check(x);
    }
  }

  @Test
  void allEdgesTogether() {
    double[] x = Arrays.copyOf(OUTSIDE, OUTSIDE.length + INSIDE.length);
    System.arraycopy(INSIDE, 0, x, OUTSIDE.length, INSIDE.length);
    check(x);
  }
}

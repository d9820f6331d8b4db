package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.junit.jupiter.api.Test;

class LogSumExpTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static double[] uniform(int n, double low, double high, long seed) {
    return new SplitMix64(seed).doubles(n, low, high).toArray();
  }

  /** Sums of n positive terms in double carry a relative error below n ulp / 2. */
  @Test
  void agreesWithTheDefinition() {
    for (int n = 1; n < 200; n++) {
      double[] x = uniform(n, -30, 5, n);
      double expected = Math.log(Arrays.stream(x).map(Math::exp).sum());
      assertEquals(expected, LogSumExp.of(x, 0, n), 1e-13);
      double[] shifted = Arrays.stream(x).map(v -> v - 5000).toArray();
      assertEquals(expected - 5000, LogSumExp.of(shifted, 0, n), 3e-12);
    }
  }

  @Test
  void termsAreUnnormalisedWeights() {
    double[] x = uniform(77, -900, -800, 3);
    double[] terms = new double[80];
    double value = LogSumExp.of(x, 2, 70, terms);
    assertEquals(value, LogSumExp.of(x, 2, 70));
    assertEquals(1.0, BlockMath.max(terms, 2, 70));
    double max = BlockMath.max(x, 2, 70);
    assertEquals(value, max + BlockMath.log(BlockMath.sum(terms, 2, 70)));
    assertEquals(BlockMath.exp(x[5] - max), terms[5]);
    assertEquals(0, terms[1]);
    assertEquals(0, terms[70]);
    LogSumExp.of(x, 2, 70, x);
    assertArrayEquals(Arrays.copyOfRange(terms, 2, 70), Arrays.copyOfRange(x, 2, 70));
  }

  @Test
  void segmentsAreSingleRanges() {
    double[] x = uniform(100, -9, 9, 4);
    double[] out = new double[4];
    LogSumExp.ofSegments(x, new int[] {0, 64, 64, 71, 100}, 0, 4, out);
    assertEquals(LogSumExp.of(x, 0, 64), out[0]);
    assertEquals(-INFINITY, out[1]);
    assertEquals(LogSumExp.of(x, 64, 71), out[2]);
    assertEquals(LogSumExp.of(x, 71, 100), out[3]);
  }

  @Test
  void specialValues() {
    for (int n : new int[] {1, 3, 8, 16, 40, 67}) {
      double[] nothing = new double[n];
      Arrays.fill(nothing, -INFINITY);
      assertSpecial(-INFINITY, 0, nothing);
      double[] mixed = uniform(n, -3, 3, n);
      mixed[n - 1] = Double.NaN;
      assertSpecial(Double.NaN, Double.NaN, mixed);
      nothing[n / 2] = Double.NaN;
      assertSpecial(Double.NaN, Double.NaN, nothing);
      mixed[n - 1] = INFINITY;
      assertSpecial(INFINITY, Double.NaN, mixed);
      mixed[0] = Double.NaN;
      assertSpecial(Double.NaN, Double.NaN, mixed);
    }
    assertEquals(-INFINITY, LogSumExp.of(new double[0], 0, 0));
  }

  private static void assertSpecial(double value, double term, double[] x) {
    double[] terms = new double[x.length];
    assertEquals(value, LogSumExp.of(x, 0, x.length));
    assertEquals(value, LogSumExp.of(x, 0, x.length, terms));
    for (double actual : terms) {
      assertEquals(term, actual);
    }
  }

  @Test
  void someElementsWithoutSupport() {
    double[] x = {
      -INFINITY, 1, -INFINITY, 1, -INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY
    };
    double[] terms = new double[9];
    assertEquals(1 + Math.log(2), LogSumExp.of(x, 0, 9, terms), 1e-15);
    assertArrayEquals(new double[] {0, 1, 0, 1, 0, 0, 0, 0, 0}, terms);
  }

  @Test
  void expSumWithAForeignShift() {
    double[] x = uniform(90, -3, 3, 9);
    double expected = Arrays.stream(x).map(v -> Math.exp(v - 0.4)).sum();
    assertEquals(expected, LogSumExp.expSum(x, 0, 90, 0.4), 1e-13 * expected);
  }

  @Test
  void rangesAreChecked() {
    double[] x = new double[4];
    assertThrows(IndexOutOfBoundsException.class, () -> LogSumExp.of(x, 0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> LogSumExp.of(x, 0, 4, new double[3]));
    assertThrows(IndexOutOfBoundsException.class, () -> BlockMath.exp(x, 0, 4, new double[3]));
    assertThrows(IndexOutOfBoundsException.class, () -> BlockMath.dot(x, new double[3], 0, 4));
  }

  @Test
  void ofTwo() {
    assertEquals(Math.log(5), LogSumExp.of(Math.log(2), Math.log(3)), 1e-15);
    assertEquals(1000 + Math.log(2), LogSumExp.of(1000, 1000), 1e-12);
    assertEquals(-3, LogSumExp.of(Double.NEGATIVE_INFINITY, -3));
    double none = Double.NEGATIVE_INFINITY;
    assertEquals(none, LogSumExp.of(none, none));
    assertEquals(Double.NaN, LogSumExp.of(1, Double.NaN));
  }
}

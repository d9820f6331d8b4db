package org.skypool.core.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KorobovLatticeTest {

  /** Squared worst-case error of smoothness 4; the rounding of the sum is of order 1e-15. */
  private static double criterion(int dimension, int size, int generator, double[] factor) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      double product = 1;
      long position = k;
      for (int j = 0; j < dimension; j++) {
        product *= factor[(int) position];
        position = position * generator % size;
      }
      sum += product;
    }
    return sum / size - 1;
  }

  private static double[] factors(int size) {
    double[] factor = new double[size];
    for (int k = 0; k < size; k++) {
      double x = (double) k / size;
      double bernoulli = x * x * (x - 1) * (x - 1) - 1.0 / 30;
      factor[k] = 1 - Math.pow(2 * Math.PI, 4) / 24 * bernoulli;
    }
    return factor;
  }

  /** Repeats the search; equally good generators differ by rounding only. */
  @ParameterizedTest
  @ValueSource(ints = {32, 64, 128, 256, 512, 1024, 2048, 4096, 8192})
  void tabulatedGeneratorsAreTheBest(int size) {
    double[] factor = factors(size);
    for (int dimension = 2; KorobovLattice.offers(dimension, size); dimension++) {
      double best = Double.POSITIVE_INFINITY;
      for (int generator = 1; generator < size / 2; generator += 2) {
        best = Math.min(best, criterion(dimension, size, generator, factor));
      }
      int tabulated = KorobovLattice.of(dimension, size).generator();
      double reached = criterion(dimension, size, tabulated, factor);
      assertEquals(best, reached, 1e-6 * best + 1e-13, dimension + " dimensions");
    }
  }

  @Test
  void pointsFollowTheFormula() {
    double[][] out = new double[3][64];
    double[] shift = {0.25, 0.999, 0};
    KorobovLattice.of(3, 64).points(shift, out);
    for (int k = 0; k < 64; k++) {
      for (int j = 0; j < 3; j++) {
        double u = k * Math.pow(5, j) / 64 + shift[j];
        double expected = Math.max(u - Math.floor(u), 1e-12);
        assertEquals(expected, out[j][k], 1e-13);
        assertTrue(out[j][k] >= 1e-12 && out[j][k] <= 1 - 1e-12);
      }
    }
  }

  @Test
  void everyProjectionIsAnEquidistantGrid() {
    double[][] out = new double[4][4096];
    KorobovLattice.of(4, 4096).points(new double[] {0.5 / 4096, 0.5 / 4096, 0.1 / 4096, 0}, out);
    for (double[] row : out) {
      Arrays.sort(row);
      for (int k = 0; k < 4096; k++) {
        assertEquals(k, (int) (row[k] * 4096 + 1e-9));
      }
    }
  }

  /** A smooth periodic integrand, product of 1 + sin(2 pi u): exact to rounding from K = 64 on. */
  @Test
  void integratesSmoothPeriodicFunctions() {
    Streams streams = new Streams(3);
    for (int dimension = 1; dimension <= 3; dimension++) {
      double[] shift = new double[dimension];
      streams.shifts("integrand", 0, 0, shift);
      double[][] out = new double[dimension][512];
      KorobovLattice.of(dimension, 512).points(shift, out);
      double sum = 0;
      for (int k = 0; k < 512; k++) {
        double product = 1;
        for (double[] row : out) {
          product *= 1 + Math.sin(2 * Math.PI * row[k]);
        }
        sum += product;
      }
      assertEquals(1, sum / 512, 1e-9);
    }
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> KorobovLattice.of(2, 64, 18));
    assertThrows(IllegalArgumentException.class, () -> KorobovLattice.of(2, 100));
    assertThrows(IllegalArgumentException.class, () -> KorobovLattice.of(5, 128));
    assertThrows(IllegalArgumentException.class, () -> KorobovLattice.of(9, 4096));
    assertThrows(IllegalArgumentException.class, () -> KorobovLattice.of(0, 64));
    KorobovLattice lattice = KorobovLattice.of(2, 64);
    double[][] out = new double[2][64];
    assertThrows(IllegalArgumentException.class, () -> lattice.points(new double[] {0, 1}, out));
    assertThrows(
        IllegalArgumentException.class, () -> lattice.points(new double[] {0, Double.NaN}, out));
    assertThrows(
        IllegalArgumentException.class, () -> lattice.points(new double[2], new double[2][63]));
    assertEquals(100, KorobovLattice.of(1, 100).size());
  }
}

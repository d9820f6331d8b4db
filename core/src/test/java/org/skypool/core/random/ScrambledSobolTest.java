package org.skypool.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class ScrambledSobolTest {

  /** Number of the square that holds a point, on a grid of side by side squares. */
  private static int cell(double x, double y, int side) {
    int row = (int) (x * side);
    int column = (int) (y * side);
    return row * side + column;
  }

  private static double[][] points(int dimension, long seed, int first, int count) {
    double[][] out = new double[dimension][count];
    ScrambledSobol.of(dimension, seed).points(first, count, out);
    return out;
  }

  /**
   * Scrambling keeps the net: 2^m points, one in each of 2^m equal intervals of every coordinate.
   */
  @Test
  void everyCoordinateIsStratified() {
    double[][] out = points(200, 1, 0, 1024);
    for (double[] row : out) {
      double[] sorted = row.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < 1024; i++) {
        assertEquals(i, (int) (sorted[i] * 1024));
        assertTrue(sorted[i] >= 1e-12 && sorted[i] <= 1 - 1e-12);
      }
    }
  }

  /** In the first two coordinates also every square of a 32 x 32 grid holds one point. */
  @Test
  void theFirstTwoCoordinatesAreStratifiedTogether() {
    double[][] out = points(2, 5, 0, 1024);
    boolean[] seen = new boolean[1024];
    for (int i = 0; i < 1024; i++) {
      int cell = cell(out[0][i], out[1][i], 32);
      assertTrue(!seen[cell]);
      seen[cell] = true;
    }
  }

  @Test
  void sameSeedSamePointsHoweverCut() {
    double[][] whole = points(7, 42, 0, 300);
    for (int first : new int[] {0, 1, 64, 128, 255}) {
      double[][] part = points(7, 42, first, 45);
      for (int j = 0; j < 7; j++) {
        assertArrayEquals(Arrays.copyOfRange(whole[j], first, first + 45), part[j]);
      }
    }
    assertNotEquals(whole[0][0], points(7, 43, 0, 1)[0][0]);
    assertNotEquals(whole[0][0], whole[1][0]);
  }

  /**
   * Across seeds any one point is uniform in the cube; false alarm 1e-4 for each of three points.
   */
  @Test
  void everyPointIsUniformAcrossSeeds() {
    for (int index : new int[] {0, 1, 77}) {
      int[] counts = new int[64];
      for (int seed = 0; seed < 3200; seed++) {
        double[][] point = points(2, seed, index, 1);
        counts[cell(point[0][0], point[1][0], 8)]++;
      }
      double statistic = 0;
      for (int count : counts) {
        statistic += (count - 50) * (count - 50) / 50.0;
      }
      double p = ChiSquaredDistribution.of(63).survivalProbability(statistic);
      assertTrue(p > 5e-5 && p < 1 - 5e-5, "tail probability " + p);
    }
  }

  /**
   * exp of the sum of 5 coordinates, whose standard deviation is 1.04 of its mean: 4096 random
   * points would be wrong by 1.6e-2. Over 30 seeds the root mean square must be 100 times smaller,
   * and the mean of the errors within 4 of its standard errors of 0.
   */
  @Test
  void integratesSmoothFunctions() {
    double exact = Math.pow(Math.E - 1, 5);
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < 30; seed++) {
      double[][] out = points(5, seed, 0, 4096);
      double mean = 0;
      for (int i = 0; i < 4096; i++) {
        mean += Math.exp(out[0][i] + out[1][i] + out[2][i] + out[3][i] + out[4][i]) / 4096;
      }
      double error = mean / exact - 1;
      sum += error;
      squares += error * error;
    }
    double rms = Math.sqrt(squares / 30);
    assertTrue(rms < 1e-4, "root mean square error " + rms);
    assertTrue(Math.abs(sum / 30) < 4 * rms / Math.sqrt(30), "mean error " + sum / 30);
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> ScrambledSobol.of(0, 1));
    assertThrows(IllegalArgumentException.class, () -> ScrambledSobol.of(201, 1));
    ScrambledSobol sobol = ScrambledSobol.of(2, 1);
    assertThrows(IllegalArgumentException.class, () -> sobol.points(0, 5, new double[2][4]));
    assertThrows(IllegalArgumentException.class, () -> sobol.points(0, 5, new double[1][5]));
    assertThrows(IllegalArgumentException.class, () -> sobol.points(-1, 5, new double[2][5]));
    sobol.points(0, 0, new double[2][0]);
  }
}

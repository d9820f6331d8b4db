package org.skypool.core.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.core.random.KorobovLattice;

/** A map fitted to curved points, with both kinds of standard numbers. */
class TriangularProposalTest {
  private static final double WIDENING = 1.4;
  private static final int POINTS = 512;

  /** Points about a parabola, the second coordinate of which the first one drives. */
  private static double[][] curved(int dimension) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] y = new double[dimension][POINTS];
    for (int k = 0; k < POINTS; k++) {
      double first = random.nextGaussian();
      y[0][k] = 2 + 3 * first;
      for (int j = 1; j < dimension; j++) {
        y[j][k] = first * first - j * first + 0.5 * random.nextGaussian();
      }
    }
    return y;
  }

  private static double[] fitted(TriangularProposal proposal, int dimension) {
    double[] weights = new double[POINTS];
    Arrays.fill(weights, 1.0 / POINTS);
    double[] fit = new double[proposal.size()];
    assertTrue(proposal.refit(curved(dimension), weights, 0, POINTS, POINTS, fit));
    return fit;
  }

  /** The points of a lattice behind a fit. */
  private record Placed(double[][] y, double[] logQ) {
    static Placed of(TriangularProposal proposal, double[] fit, int dimension) {
      double[][] u = new double[dimension][POINTS];
      double[] shift = new double[dimension];
      Arrays.setAll(shift, j -> 0.1 + 0.2 * j);
      KorobovLattice.of(dimension, POINTS).points(shift, 0, u);
      double[][] z = new double[dimension][POINTS];
      double[] logBase = new double[POINTS];
      proposal.standardise(u, 0, POINTS, z, logBase);
      Placed placed = new Placed(new double[dimension][POINTS], new double[POINTS]);
      proposal.place(fit, z, logBase, 0, POINTS, placed.y, placed.logQ);
      return placed;
    }
  }

  @ParameterizedTest
  @EnumSource(StandardDistribution.class)
  void pointsAreWeightedWithTheDensity(StandardDistribution distribution) {
    for (int dimension = 2; dimension <= 4; dimension++) {
      TriangularProposal proposal = new TriangularProposal(dimension, distribution, WIDENING);
      double[] fit = fitted(proposal, dimension);
      Placed placed = Placed.of(proposal, fit, dimension);
      double[] density = new double[POINTS];
      proposal.logDensity(fit, placed.y, 0, POINTS, density);
      assertArrayEquals(density, placed.logQ, 1e-9);
    }
  }

  /** By the trapezoidal rule, tails of {@code |y|^-4} beyond the grid being below 1e-4. */
  @ParameterizedTest
  @EnumSource(StandardDistribution.class)
  void densityIntegratesToOne(StandardDistribution distribution) {
    TriangularProposal proposal = new TriangularProposal(2, distribution, WIDENING);
    double[] fit = new double[proposal.size()];
    proposal.start(new double[] {1, -2}, new double[] {0.5, 2}, fit);
    double[] one = {0};
    double[][] y = new double[2][1];
    double sum = 0;
    int half = 400;
    for (int a = -half; a <= half; a++) {
      for (int b = -half; b <= half; b++) {
        y[0][0] = 1 + 0.05 * a;
        y[1][0] = -2 + 0.2 * b;
        proposal.logDensity(fit, y, 0, 1, one);
        sum += 0.05 * 0.2 * Math.exp(one[0]);
      }
    }
    assertEquals(1, sum, 1e-3);
  }

  /** Where the numbers are independent, the density is the product of those of one dimension. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, -30, 1e6})
  void studentNumbersHaveTheirDensity(double z) {
    TriangularProposal proposal =
        new TriangularProposal(3, StandardDistribution.STUDENT_T4, WIDENING);
    double[] fit = new double[proposal.size()];
    proposal.start(new double[3], new double[] {1, 1, 1}, fit);
    double[] out = new double[1];
    proposal.logDensity(fit, new double[][] {{z}, {-z}, {2 * z}}, 0, 1, out);
    double expected =
        2 * StudentT4.logDensity(z / WIDENING)
            + StudentT4.logDensity(2 * z / WIDENING)
            - 3 * Math.log(WIDENING);
    assertEquals(expected, out[0], 1e-12 * Math.abs(expected));
  }
}

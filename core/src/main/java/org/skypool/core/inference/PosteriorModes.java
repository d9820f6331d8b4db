package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * The modes of a hyperposterior that climbs from points far apart end at: the components of a
 * mixture can often change places, wholly or in part, at a price that few objects do not pay, and
 * no sampler that starts at one mode finds the other.
 */
final class PosteriorModes {

  /** A mode whose normal approximation holds less than {@code exp(-10)} of the highest's mass. */
  private static final double NEGLIGIBLE = 10;

  /** Modes closer than this in every coordinate, in sd of either, are the same. */
  private static final double SAME = 1;

  private PosteriorModes() {}

  private record Mode(Laplace shape, double logMass) {}

  /**
   * Climbs.
   *
   * @param first a mode that is known
   * @param starts points to climb from
   * @return all modes that differ, by the mass of their normal approximations, greatest first; of
   *     modes with equal mass the known one
   */
  static List<Laplace> of(StandardDensity density, Laplace first, List<double[]> starts) {
    ModeFinder finder = new ModeFinder(density, AimedSampling.MODE_TOLERANCE);
    List<Laplace> distinct = new ArrayList<>(List.of(first));
    for (Optional<Laplace> found : finder.climb(starts)) {
      found
          .filter(mode -> distinct.stream().noneMatch(other -> areSame(other, mode)))
          .ifPresent(distinct::add);
    }
    if (distinct.size() == 1) {
      return List.of(first);
    }
    double[] heights =
        density.values(distinct.stream().map(Laplace::centre).toArray(double[][]::new));
    List<Mode> modes = new ArrayList<>();
    for (int m = 0; m < heights.length; m++) {
      modes.add(new Mode(distinct.get(m), heights[m] + halfLogDeterminant(distinct.get(m))));
    }
    modes.sort(Comparator.comparingDouble(mode -> -mode.logMass));
    double least = modes.get(0).logMass - NEGLIGIBLE;
    return modes.stream().filter(mode -> mode.logMass >= least).map(Mode::shape).toList();
  }

  private static boolean areSame(Laplace a, Laplace b) {
    for (int d = 0; d < a.centre().length; d++) {
      double sd = Math.sqrt(Math.max(a.covariance()[d][d], b.covariance()[d][d]));
      if (!(Math.abs(a.centre()[d] - b.centre()[d]) <= SAME * sd)) {
        return false;
      }
    }
    return true;
  }

  /** Minus infinity where the covariance is none. */
  private static double halfLogDeterminant(Laplace mode) {
    try {
      double[][] factor =
          new CholeskyDecomposition(new Array2DRowRealMatrix(mode.covariance(), false), 1e-8, 0)
              .getL()
              .getData();
      double sum = 0;
      for (int d = 0; d < factor.length; d++) {
        sum += StrictMath.log(factor[d][d]);
      }
      return sum;
    } catch (NonPositiveDefiniteMatrixException degenerate) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.skypool.core.math.LogSumExp;

/**
 * Student-t proposals on the peaks of a density, one each, drawn from in turns: at first equally
 * often, then as the mass of each asks for. A refit is a step of expectation maximisation on the
 * weighted points (Cappe et al. 2008, doi:10.1007/s11222-008-9059-x).
 */
final class PeakProposals {
  private static final double WIDENING = 1.1;
  private static final int HIGH_DIMENSION = 15;
  private static final double HEAVY_DEGREES = 6;
  private static final double LIGHT_DEGREES = 25;

  /** Effective points per dimension that tell a mean and a covariance. */
  private static final int POINTS_PER_DIMENSION = 4;

  /** A peak is drawn from this often at least, so that its mass stays known. */
  private static final double LEAST_SHARE = 0.05;

  private final List<StudentProposal> proposals = new ArrayList<>();
  private final double[] shares;
  private final int[] turns;

  /** Makes proposals of those of some normal approximations that have a covariance. */
  PeakProposals(List<Laplace> modes) {
    modes.forEach(mode -> around(mode).ifPresent(proposals::add));
    shares = new double[proposals.size()];
    turns = new int[proposals.size()];
    Arrays.fill(shares, 1.0 / proposals.size());
  }

  /** A proposal a little wider than a normal approximation; empty where its covariance is none. */
  static Optional<StudentProposal> around(Laplace shape) {
    double degrees = shape.centre().length >= HIGH_DIMENSION ? LIGHT_DEGREES : HEAVY_DEGREES;
    return StudentProposal.of(shape, WIDENING, degrees);
  }

  /** Whether points tell a mean and a covariance. */
  static boolean tellShape(double effective, int dimension) {
    return effective >= POINTS_PER_DIMENSION * dimension;
  }

  boolean isEmpty() {
    return proposals.isEmpty();
  }

  /** The proposal that lags most behind its share. */
  StudentProposal next() {
    int all = 1 + Arrays.stream(turns).sum();
    int next = 0;
    for (int p = 1; p < turns.length; p++) {
      next = shares[p] * all - turns[p] > shares[next] * all - turns[next] ? p : next;
    }
    turns[next]++;
    return proposals.get(next);
  }

  /** Fits every proposal to its part of the points, where that has enough of them. */
  void refit(WeightedPoints points) {
    if (Arrays.stream(turns).anyMatch(count -> count == 0)) {
      return;
    }
    if (proposals.size() == 1) {
      fit(0, points, points.logWeight());
      return;
    }
    double[][] logWeights = logWeights(points);
    double sum = 0;
    for (int p = 0; p < shares.length; p++) {
      double logMass = LogSumExp.of(logWeights[p], 0, logWeights[p].length);
      double squares = 0;
      for (int k = 0; k < logWeights[p].length; k++) {
        logWeights[p][k] -= logMass;
        squares += StrictMath.exp(2 * logWeights[p][k]);
      }
      if (tellShape(1 / squares, points.z()[0].length)) {
        fit(p, points, logWeights[p]);
      }
      shares[p] = Math.max(LEAST_SHARE, StrictMath.exp(logMass));
      sum += shares[p];
    }
    for (int p = 0; p < shares.length; p++) {
      shares[p] /= sum;
    }
  }

  private void fit(int peak, WeightedPoints points, double[] logWeight) {
    around(Moments.of(points.z(), logWeight)).ifPresent(fitted -> proposals.set(peak, fitted));
  }

  /** Weights times the probability that a point belongs to a peak, by peak. */
  private double[][] logWeights(WeightedPoints points) {
    double[] all = points.logWeight();
    double[][] by = new double[shares.length][all.length];
    double[] logDensity = new double[shares.length];
    for (int k = 0; k < all.length; k++) {
      for (int p = 0; p < shares.length; p++) {
        logDensity[p] = StrictMath.log(shares[p]) + proposals.get(p).logDensity(points.z()[k]);
      }
      double sum = LogSumExp.of(logDensity, 0, logDensity.length);
      for (int p = 0; p < shares.length; p++) {
        by[p][k] = all[k] + logDensity[p] - sum;
      }
    }
    return by;
  }
}

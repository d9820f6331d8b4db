package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Optional;
import org.skypool.core.diagnostics.ParetoSmoothing;

/**
 * The part of a density that a mixture of proposals covers too little: the points in the tail of
 * the weights, from which {@link ParetoSmoothing} judges whether the weights can be trusted. A
 * proposal fitted to them mends what the mixture lacks, a tail or another peak (mixtures grown
 * where they fall short: Miller, Foti and Adams 2017, arXiv:1611.06585).
 */
final class Uncovered {

  /** Effective points per dimension, the mean counted as one more, that a covariance needs. */
  private static final int POINTS = 3;

  private Uncovered() {}

  /** Mean and covariance of the uncovered part; empty where too few points tell. */
  static Optional<Laplace> by(WeightedPoints points) {
    double[] logWeight = points.logWeight();
    double threshold = threshold(logWeight);
    double sum = 0;
    double squares = 0;
    for (double log : logWeight) {
      double w = log > threshold ? StrictMath.exp(log) : 0;
      sum += w;
      squares += w * w;
    }
    int dimension = points.z()[0].length;
    if (!(sum * sum >= POINTS * (dimension + 1) * squares)) {
      return Optional.empty();
    }
    double logSum = StrictMath.log(sum);
    return Optional.of(
        Moments.of(
            points.z(),
            Arrays.stream(logWeight)
                .map(log -> log > threshold ? log - logSum : Double.NEGATIVE_INFINITY)
                .toArray()));
  }

  private static double threshold(double[] logWeight) {
    int n = logWeight.length;
    double[] sorted = logWeight.clone();
    Arrays.sort(sorted);
    return sorted[n - 1 - ParetoSmoothing.longestTail(n, 1)];
  }
}

package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Optional;

/**
 * The part of a density that a mixture of proposals covers too little: points whose weight {@code
 * w_k} passes the average {@code 1/n}, each with its contribution {@code w_k (w_k - 1/n)} to the
 * variance of the weights. A proposal fitted to them mends what the mixture lacks, a tail or
 * another peak (mixtures grown where they fall short: Miller, Foti and Adams 2017,
 * arXiv:1611.06585).
 */
final class Uncovered {

  /** Effective points per dimension, the mean counted as one more, that a covariance needs. */
  private static final int POINTS = 3;

  private Uncovered() {}

  /** Mean and covariance of the uncovered part; empty where too few points tell. */
  static Optional<Laplace> by(WeightedPoints points) {
    int n = points.logWeight().length;
    double[] excess =
        Arrays.stream(points.logWeight())
            .map(StrictMath::exp)
            .map(w -> w * Math.max(0, w - 1.0 / n))
            .toArray();
    double sum = 0;
    double squares = 0;
    for (double e : excess) {
      sum += e;
      squares += e * e;
    }
    int dimension = points.z()[0].length;
    if (!(sum * sum >= POINTS * (dimension + 1) * squares)) {
      return Optional.empty();
    }
    double total = sum;
    return Optional.of(
        Moments.of(
            points.z(), Arrays.stream(excess).map(e -> StrictMath.log(e / total)).toArray()));
  }
}

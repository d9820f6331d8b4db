package org.skypool.core.sampler;

import org.skypool.core.math.BlockMath;

/**
 * Importance weights of one object's points raised to a power of at most 1, so that enough of them
 * count in a refit: {@code w_k = exp(gamma (r_k - max r))} for log ratios r of target to proposal.
 * Reused for one object after another.
 */
final class TemperedWeights {

  /** Relative precision of the power. */
  private static final double TOLERANCE = 1e-3;

  /** No power below this is tried. */
  private static final double LEAST_POWER = 1e-12;

  private final int points;
  private final double least;
  private final double[] weights;
  private double sum;
  private double effective;

  /**
   * Room for weights.
   *
   * @param points how many
   * @param least effective number of them that tempering preserves
   */
  TemperedWeights(int points, double least) {
    this.points = points;
    this.least = least;
    this.weights = new double[points];
  }

  /**
   * The weights with the largest power that leaves enough effective points.
   *
   * @param from first of the log ratios
   * @param top the largest of them, finite
   * @return the power, 1 where nothing needs tempering
   */
  double temper(double[] logRatio, int from, double top) {
    if (raise(logRatio, from, top, 1) >= least) {
      return 1;
    }
    double low = 0;
    double high = 1;
    while (high - low > TOLERANCE * high && high >= LEAST_POWER) {
      double middle = low == 0 ? high / 4 : Math.sqrt(low * high);
      if (raise(logRatio, from, top, middle) >= least) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double gamma = high < LEAST_POWER ? high : low;
    raise(logRatio, from, top, gamma);
    return gamma;
  }

  /** The weights with a given power; returns their effective number {@code (sum w)^2 / sum w^2}. */
  double raise(double[] logRatio, int from, double top, double gamma) {
    for (int k = 0; k < points; k++) {
      weights[k] = gamma * (logRatio[from + k] - top);
    }
    BlockMath.exp(weights, 0, points, weights);
    sum = BlockMath.sum(weights, 0, points);
    effective = sum * sum / BlockMath.dot(weights, weights, 0, points);
    return effective;
  }

  /** Their effective number. */
  double effective() {
    return effective;
  }

  /** The weights, to sum 1; the array is overwritten by the next object. */
  double[] normalised() {
    for (int k = 0; k < points; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}

package org.skypool.core.sampler;

/**
 * How many points integrate each object and how their proposals are fitted.
 *
 * @param points integration points per object, K
 * @param leastPasses fitting passes every object gets
 * @param mostPasses fitting passes for objects whose weights still need tempering
 * @param widening factor on the scale of the fitted proposal
 */
public record SamplerSettings(int points, int leastPasses, int mostPasses, double widening) {

  private static final double[] WIDENING = {1.4, 1.5, 1.75, 1.75, 1.6};
  private static final int[] POINTS = {64, 128, 128, 256, 512, 1024, 2048, 2048};

  /** Dimensions from which points behind a wide proposal are too few to fit with. */
  private static final int THIN = 3;

  /** Checks the ranges. */
  public SamplerSettings {
    if (points < 1 || leastPasses < 1 || mostPasses < leastPasses || !(widening > 0)) {
      throw new IllegalArgumentException(
          "points %d, passes %d to %d and widening %s must be positive and ordered"
              .formatted(points, leastPasses, mostPasses, widening));
    }
  }

  /**
   * Settings measured to serve: a Student-t widened by 1.4 in one dimension, in more a normal
   * widened by 1.5 to 1.75 (1.6 beyond four dimensions) through a quadratic map, or Student-t
   * numbers (see {@link LatticeSampler}).
   */
  public static SamplerSettings of(int dimension, int points) {
    return new SamplerSettings(points, 3, dimension > 4 ? 12 : 8, widening(dimension));
  }

  /** The number of points that serves a dimension where nothing else is known. */
  public static int defaultPoints(int dimension) {
    return POINTS[Math.min(dimension, POINTS.length) - 1];
  }

  private static double widening(int dimension) {
    return WIDENING[Math.min(dimension, WIDENING.length) - 1];
  }

  /**
   * The widening that fits can bear, at most the one that serves a dimension. Behind a normal s
   * times too wide {@code (sqrt(2 s^2 - 1) / s^2)^d} of the points are effective: at s = 1.75 three
   * in ten of four dimensions, at s = 2.45 one in eleven. That is fewer than the sixth which
   * tempering preserves, so that each fit would come out wider than the one before. In one and two
   * dimensions enough are left.
   */
  double fittingWidening(int dimension) {
    return dimension < THIN ? widening : Math.min(widening, widening(dimension));
  }

  /** The same with the widening multiplied by a factor. */
  public SamplerSettings widenedBy(double factor) {
    return withWidening(widening * factor);
  }

  SamplerSettings withWidening(double other) {
    return new SamplerSettings(points, leastPasses, mostPasses, other);
  }
}

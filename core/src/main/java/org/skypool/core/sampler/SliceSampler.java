package org.skypool.core.sampler;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Slice sampling in one coordinate after another, by stepping out and shrinkage (Neal 2003,
 * doi:10.1214/aos/1056562461, figures 3 and 5).
 *
 * <p>Needs no tuning: a width too small costs evaluations in proportion, one too large only its
 * logarithm. The interval is limited to {@value #MOST_WIDTHS} widths. A step is one sweep.
 */
public final class SliceSampler implements TransitionKernel<SliceSampler.State> {

  /** Most widths an interval is stepped out to. */
  public static final int MOST_WIDTHS = 64;

  private final LogDensity target;
  private final double[] width;

  /**
   * State of a chain.
   *
   * @param position where it is
   * @param logDensity there
   */
  public record State(double[] position, double logDensity) implements TransitionKernel.State {}

  /**
   * Makes a kernel.
   *
   * @param width rough width of the target in each coordinate
   * @throws IllegalArgumentException if a width is not positive and finite
   */
  public SliceSampler(LogDensity target, double[] width) {
    this.target = target;
    this.width = StepScales.checked(width);
  }

  @Override
  public State init(double[] position) {
    StepScales.sameLength(position, width);
    return new State(position.clone(), LogDensity.atStart(target, position));
  }

  @Override
  public State step(UniformRandomProvider rng, State state) {
    State next = state;
    for (int j = 0; j < width.length; j++) {
      next = update(rng, next, j);
    }
    return next;
  }

  private State update(UniformRandomProvider rng, State state, int j) {
    double level = state.logDensity + StrictMath.log(1 - rng.nextDouble());
    double here = state.position[j];
    double left = here - width[j] * rng.nextDouble();
    double right = left + width[j];
    int toTheLeft = rng.nextInt(MOST_WIDTHS);
    int toTheRight = MOST_WIDTHS - 1 - toTheLeft;
    while (toTheLeft > 0 && isInside(at(state, j, left), level)) {
      left -= width[j];
      toTheLeft--;
    }
    while (toTheRight > 0 && isInside(at(state, j, right), level)) {
      right += width[j];
      toTheRight--;
    }
    while (true) {
      double x = left + (right - left) * rng.nextDouble();
      double logDensity = at(state, j, x);
      if (isInside(logDensity, level)) {
        return new State(with(state, j, x), logDensity);
      }
      if (x < here) {
        left = x;
      } else if (x > here) {
        right = x;
      } else {
        return state;
      }
    }
  }

  private static boolean isInside(double logDensity, double level) {
    return logDensity >= level && logDensity < Double.POSITIVE_INFINITY;
  }

  private double at(State state, int j, double x) {
    return target.at(with(state, j, x));
  }

  private static double[] with(State state, int j, double x) {
    double[] point = state.position.clone();
    point[j] = x;
    return point;
  }
}

package org.skypool.core.sampler;

import org.skypool.core.math.BlockMath;

/**
 * An individual parameter on the whole real line: {@code y = g(theta)}, with edges of its support
 * sent to infinity.
 *
 * <p>Unbounded: {@code y = theta}. Bounded below by a: {@code y = log(theta - a)}. Bounded above by
 * b: {@code y = -log(b - theta)}. Both: {@code y = log((theta - a) / (b - theta))}. All increase.
 *
 * <p>The methods on ranges of arrays add {@code log |d theta / d y|} to an array of slopes; their
 * {@code work} is scratch of the same length. Nothing is allocated.
 */
public enum Coordinate {
  /** The real line. */
  REAL {
    @Override
    double toReal(double theta, double lower, double upper) {
      return theta;
    }

    @Override
    void toNatural(
        double[] y,
        int from,
        int to,
        Bounds bounds,
        double[] theta,
        double[] slope,
        double[] work) {
      System.arraycopy(y, from, theta, from, to - from);
    }

    @Override
    void toReal(
        double[] theta,
        int from,
        int to,
        Bounds bounds,
        double[] y,
        double[] slope,
        double[] work) {
      System.arraycopy(theta, from, y, from, to - from);
    }
  },
  /** Bounded below. */
  ABOVE {
    @Override
    double toReal(double theta, double lower, double upper) {
      return BlockMath.log(theta - lower);
    }

    @Override
    void toNatural(
        double[] y,
        int from,
        int to,
        Bounds bounds,
        double[] theta,
        double[] slope,
        double[] work) {
      BlockMath.exp(y, from, to, theta);
      for (int k = from; k < to; k++) {
        theta[k] = bounds.lower() + theta[k];
        slope[k] += y[k];
      }
    }

    @Override
    void toReal(
        double[] theta,
        int from,
        int to,
        Bounds bounds,
        double[] y,
        double[] slope,
        double[] work) {
      for (int k = from; k < to; k++) {
        y[k] = theta[k] - bounds.lower();
      }
      BlockMath.log(y, from, to, y);
      for (int k = from; k < to; k++) {
        slope[k] += y[k];
      }
    }
  },
  /** Bounded above. */
  BELOW {
    @Override
    double toReal(double theta, double lower, double upper) {
      return -BlockMath.log(upper - theta);
    }

    @Override
    void toNatural(
        double[] y,
        int from,
        int to,
        Bounds bounds,
        double[] theta,
        double[] slope,
        double[] work) {
      for (int k = from; k < to; k++) {
        work[k] = -y[k];
      }
      BlockMath.exp(work, from, to, theta);
      for (int k = from; k < to; k++) {
        theta[k] = bounds.upper() - theta[k];
        slope[k] -= y[k];
      }
    }

    @Override
    void toReal(
        double[] theta,
        int from,
        int to,
        Bounds bounds,
        double[] y,
        double[] slope,
        double[] work) {
      for (int k = from; k < to; k++) {
        work[k] = bounds.upper() - theta[k];
      }
      BlockMath.log(work, from, to, work);
      for (int k = from; k < to; k++) {
        y[k] = -work[k];
        slope[k] += work[k];
      }
    }
  },
  /** Bounded on both sides. */
  BETWEEN {
    @Override
    double toReal(double theta, double lower, double upper) {
      return BlockMath.log((theta - lower) / (upper - theta));
    }

    /**
     * With {@code e = exp(-|y|)}: the distance to the nearer edge is {@code width e / (1 + e)}.
     * Which edge that is comes as a number, 0 or 1: the processor could not foresee a branch.
     */
    @Override
    void toNatural(
        double[] y,
        int from,
        int to,
        Bounds bounds,
        double[] theta,
        double[] slope,
        double[] work) {
      double lower = bounds.lower();
      double upper = bounds.upper();
      double width = upper - lower;
      double logWidth = BlockMath.log(width);
      for (int k = from; k < to; k++) {
        work[k] = -Math.abs(y[k]);
        slope[k] += logWidth + work[k];
      }
      BlockMath.exp(work, from, to, work);
      for (int k = from; k < to; k++) {
        double e = work[k];
        double distance = width * e / (1 + e);
        double below = Math.min(Math.max(-STEEP * y[k], 0), 1);
        theta[k] = upper * (1 - below) + lower * below + (2 * below - 1) * distance;
        work[k] = 1 + e;
      }
      BlockMath.log(work, from, to, work);
      for (int k = from; k < to; k++) {
        slope[k] -= 2 * work[k];
      }
    }

    @Override
    void toReal(
        double[] theta,
        int from,
        int to,
        Bounds bounds,
        double[] y,
        double[] slope,
        double[] work) {
      double logWidth = BlockMath.log(bounds.upper() - bounds.lower());
      for (int k = from; k < to; k++) {
        y[k] = theta[k] - bounds.lower();
        work[k] = bounds.upper() - theta[k];
      }
      BlockMath.log(y, from, to, y);
      BlockMath.log(work, from, to, work);
      for (int k = from; k < to; k++) {
        slope[k] += y[k] + work[k] - logWidth;
        y[k] -= work[k];
      }
    }
  };

  /** Makes a step of width 1e-300 at zero, where the two sides agree. */
  private static final double STEEP = 1e300;

  /** The edges of a support. */
  record Bounds(double lower, double upper) {}

  abstract double toReal(double theta, double lower, double upper);

  /** Natural values of real coordinates {@code from} to {@code to}, exclusive. */
  abstract void toNatural(
      double[] y, int from, int to, Bounds bounds, double[] theta, double[] slope, double[] work);

  /** Real coordinates of natural values inside the support. */
  abstract void toReal(
      double[] theta, int from, int to, Bounds bounds, double[] y, double[] slope, double[] work);

  /** The coordinate that sends both ends of a support to infinity. */
  public static Coordinate of(double lower, double upper) {
    boolean below = lower != Double.NEGATIVE_INFINITY;
    boolean above = upper != Double.POSITIVE_INFINITY;
    if (below) {
      return above ? BETWEEN : ABOVE;
    }
    return above ? BELOW : REAL;
  }
}

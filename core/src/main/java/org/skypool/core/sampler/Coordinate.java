package org.skypool.core.sampler;

/**
 * An individual parameter on the whole real line: {@code y = g(theta)}, with edges of its support sent
 * to infinity.
 *
 * <p>Unbounded: {@code y = theta}. Bounded below by a: {@code y = log(theta - a)}. Bounded above by b:
 * {@code y = -log(b - theta)}. Both: {@code y = log((theta - a) / (b - theta))}. All increase.
 */
public enum Coordinate {
  /** The real line. */
  REAL {
    @Override
    double toReal(double theta, double lower, double upper) {
      return theta;
    }

    @Override
    double toNatural(double y, double lower, double upper) {
      return y;
    }

    @Override
    double logSlope(double y, double lower, double upper) {
      return 0;
    }
  },
  /** Bounded below. */
  ABOVE {
    @Override
    double toReal(double theta, double lower, double upper) {
      return StrictMath.log(theta - lower);
    }

    @Override
    double toNatural(double y, double lower, double upper) {
      return lower + StrictMath.exp(y);
    }

    @Override
    double logSlope(double y, double lower, double upper) {
      return y;
    }
  },
  /** Bounded above. */
  BELOW {
    @Override
    double toReal(double theta, double lower, double upper) {
      return -StrictMath.log(upper - theta);
    }

    @Override
    double toNatural(double y, double lower, double upper) {
      return upper - StrictMath.exp(-y);
    }

    @Override
    double logSlope(double y, double lower, double upper) {
      return -y;
    }
  },
  /** Bounded on both sides. */
  BETWEEN {
    @Override
    double toReal(double theta, double lower, double upper) {
      return StrictMath.log((theta - lower) / (upper - theta));
    }

    @Override
    double toNatural(double y, double lower, double upper) {
      double width = upper - lower;
      if (y > 0) {
        return upper - width / (1 + StrictMath.exp(y));
      }
      return lower + width / (1 + StrictMath.exp(-y));
    }

    @Override
    double logSlope(double y, double lower, double upper) {
      double a = Math.abs(y);
      return StrictMath.log(upper - lower) - a - 2 * StrictMath.log1p(StrictMath.exp(-a));
    }
  };

  abstract double toReal(double theta, double lower, double upper);

  abstract double toNatural(double y, double lower, double upper);

  /** {@code log |d theta / d y|}. */
  abstract double logSlope(double y, double lower, double upper);

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

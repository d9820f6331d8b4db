package org.skypool.core.sampler;

/**
 * One individual parameter as the sampler sees it: its support, the coordinate without edges, and the
 * precision it is stored with.
 */
public final class Axis {
  private final String name;
  private final double lower;
  private final double upper;
  private final boolean storedAsFloat;
  private final Coordinate coordinate;

  private Axis(String name, double lower, double upper, boolean storedAsFloat) {
    this.name = name;
    this.lower = lower;
    this.upper = upper;
    this.storedAsFloat = storedAsFloat;
    this.coordinate = Coordinate.of(lower, upper);
  }

  /**
   * Makes an axis.
   *
   * @param name of the individual parameter
   * @param lower lower edge of its support, may be minus infinity
   * @param upper upper edge of its support, may be infinity
   * @param storedAsFloat whether points are rounded to single precision, as the draws table keeps them
   * @throws IllegalArgumentException if the support is empty
   */
  public static Axis of(String name, double lower, double upper, boolean storedAsFloat) {
    if (!(lower < upper)) {
      throw new IllegalArgumentException(
          "support of " + name + " is empty: lower " + lower + ", upper " + upper);
    }
    return new Axis(name, lower, upper, storedAsFloat);
  }

  /** Name of the individual parameter. */
  public String name() {
    return name;
  }

  /** Name of the coordinate, and its edges, for the metadata of tables. */
  public String describeCoordinate() {
    return coordinate + "(" + lower + ", " + upper + ")";
  }

  double toReal(double theta) {
    return coordinate.toReal(theta, lower, upper);
  }

  /** {@code log |d theta / d y|}. */
  double logSlope(double y) {
    return coordinate.logSlope(y, lower, upper);
  }

  /** The natural value of a real coordinate, at the precision it is stored with, inside the support. */
  double toStored(double y) {
    double theta = coordinate.toNatural(y, lower, upper);
    if (storedAsFloat) {
      float rounded = (float) theta;
      if (rounded <= lower) {
        rounded = Math.nextUp((float) lower);
        rounded = rounded <= lower ? Math.nextUp(rounded) : rounded;
      }
      if (rounded >= upper) {
        rounded = Math.nextDown((float) upper);
        rounded = rounded >= upper ? Math.nextDown(rounded) : rounded;
      }
      return rounded;
    }
    if (theta <= lower) {
      return Math.nextUp(lower);
    }
    return theta >= upper ? Math.nextDown(upper) : theta;
  }

  double toNatural(double y) {
    return coordinate.toNatural(y, lower, upper);
  }

  /** Location in the real coordinate of a first guess, moved inside the support where it is outside. */
  double realCentre(double centre, double scale) {
    double inside = centre;
    double margin = Math.min(scale, (upper - lower) / 4) / 4;
    if (!(inside > lower + margin)) {
      inside = lower + margin;
    }
    if (!(inside < upper - margin)) {
      inside = upper - margin;
    }
    return toReal(inside);
  }

  /** Width in the real coordinate of a first guess. */
  double realScale(double centre, double scale) {
    double margin = Math.min(scale, (upper - lower) / 4) / 4;
    double inside = Math.min(Math.max(centre, lower + margin), upper - margin);
    double high = Math.min(inside + scale, upper - (upper - inside) / 2);
    double low = Math.max(inside - scale, lower + (inside - lower) / 2);
    if (!Double.isFinite(high)) {
      high = inside + scale;
    }
    if (!Double.isFinite(low)) {
      low = inside - scale;
    }
    return (toReal(high) - toReal(low)) / 2;
  }
}

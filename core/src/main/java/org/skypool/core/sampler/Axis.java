package org.skypool.core.sampler;

/**
 * One individual parameter as the sampler sees it: its support, the coordinate without edges, and
 * the precision it is stored with.
 */
public final class Axis {
  private final String name;
  private final Coordinate.Bounds bounds;
  private final boolean storedAsFloat;
  private final Coordinate coordinate;

  /** The stored values next to the edges, inside. */
  private final double least;

  private final double most;

  private Axis(String name, double lower, double upper, boolean storedAsFloat) {
    this.name = name;
    this.bounds = new Coordinate.Bounds(lower, upper);
    this.storedAsFloat = storedAsFloat;
    this.coordinate = Coordinate.of(lower, upper);
    this.least = storedAsFloat ? floatAbove(lower) : Math.nextUp(lower);
    this.most = storedAsFloat ? -floatAbove(-upper) : Math.nextDown(upper);
  }

  /** The smallest float above a number. */
  private static double floatAbove(double x) {
    float nearest = (float) x;
    return nearest > x ? nearest : Math.nextUp(nearest);
  }

  /**
   * Makes an axis.
   *
   * @param name of the individual parameter
   * @param lower lower edge of its support, may be minus infinity
   * @param upper upper edge of its support, may be infinity
   * @param storedAsFloat whether points are rounded to single precision, as the draws table keeps
   *     them
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

  /** Lower edge of its support, may be minus infinity. */
  public double lower() {
    return bounds.lower();
  }

  /** Upper edge of its support, may be infinity. */
  public double upper() {
    return bounds.upper();
  }

  /** Whether both edges of its support are finite. */
  boolean endsAtBothSides() {
    return lower() > Double.NEGATIVE_INFINITY && upper() < Double.POSITIVE_INFINITY;
  }

  private double toReal(double theta) {
    return coordinate.toReal(theta, bounds.lower(), bounds.upper());
  }

  /**
   * Natural values of real coordinates {@code from} to {@code to}, exclusive.
   *
   * @param slope {@code log |d theta / d y|} is added to it
   * @param work scratch
   */
  void place(double[] y, int from, int to, double[] theta, double[] slope, double[] work) {
    coordinate.toNatural(y, from, to, bounds, theta, slope, work);
  }

  /**
   * Moves points to where they are stored, inside the support and at the precision of the table,
   * with the real coordinates of just these.
   *
   * @param theta natural values, overwritten
   * @param y receives their real coordinates
   * @param slope {@code log |d theta / d y|} is added to it
   * @param work scratch
   */
  void store(double[] theta, int from, int to, double[] y, double[] slope, double[] work) {
    for (int k = from; k < to; k++) {
      double rounded = storedAsFloat ? (float) theta[k] : theta[k];
      double inside = rounded <= bounds.lower() ? least : rounded;
      theta[k] = inside >= bounds.upper() ? most : inside;
    }
    coordinate.toReal(theta, from, to, bounds, y, slope, work);
  }

  /**
   * Real coordinates of natural values; NaN outside the support.
   *
   * @param slope {@code log |d theta / d y|} is added to it
   * @param work scratch
   */
  void real(double[] theta, int from, int to, double[] y, double[] slope, double[] work) {
    coordinate.toReal(theta, from, to, bounds, y, slope, work);
    for (int k = from; k < to; k++) {
      if (!(theta[k] > bounds.lower() && theta[k] < bounds.upper())) {
        y[k] = Double.NaN;
      }
    }
  }

  /**
   * Location in the real coordinate of a first guess, moved inside the support where it is outside.
   */
  double realCentre(double centre, double scale) {
    double lower = bounds.lower();
    double upper = bounds.upper();
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
    double lower = bounds.lower();
    double upper = bounds.upper();
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

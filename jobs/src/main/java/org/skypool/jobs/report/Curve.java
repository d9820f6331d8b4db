package org.skypool.jobs.report;

/**
 * A curve through points.
 *
 * @param x abscissae, increasing
 * @param y ordinates; points where either is not finite are left out of the plot
 */
public record Curve(Values x, Values y) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if there are not as many ordinates as abscissae
   */
  public Curve {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "curve has " + x.size() + " abscissae and " + y.size() + " ordinates");
    }
  }
}

package org.skypool.core.object;

/**
 * What is known of an individual parameter before its object is measured: where a search for the
 * likelihood begins and how far it may go.
 *
 * @param centre a typical value
 * @param scale how far others lie from it, above 0
 * @param lower edge of the values there may be
 * @param upper edge of them
 */
public record Guess(double centre, double scale, double lower, double upper) {
  /** Checks the ranges. */
  public Guess {
    if (!(scale > 0) || !(lower < upper) || !(centre >= lower && centre <= upper)) {
      throw new IllegalArgumentException(
          "centre %s, scale %s: must lie between %s and %s, the scale above 0"
              .formatted(centre, scale, lower, upper));
    }
  }

  /** The value itself, or just inside the edge it is beyond. */
  double inside(double value) {
    double margin = 1e-6 * Math.min(scale, upper - lower);
    return Math.max(lower + margin, Math.min(upper - margin, value));
  }
}

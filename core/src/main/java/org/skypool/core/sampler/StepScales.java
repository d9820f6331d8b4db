package org.skypool.core.sampler;

import java.util.Arrays;

/** The widths a kernel starts its steps from. */
final class StepScales {
  private StepScales() {}

  static double[] checked(double[] scale) {
    for (double width : scale) {
      if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "step scales %s: all must be positive and finite".formatted(Arrays.toString(scale)));
      }
    }
    return scale.clone();
  }

  static int sameLength(double[] position, double[] scale) {
    if (position.length != scale.length) {
      throw new IllegalArgumentException(
          "chain start of %d dimensions for %d step scales"
              .formatted(position.length, scale.length));
    }
    return scale.length;
  }
}

package org.skypool.jobs.stage;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Equal bins over measured values. Values that the catalogue gives with few decimals get bins that
 * hold equally many of these values each, with edges half a last digit beside them: otherwise some
 * bins would hold one value more than others, and the first would begin below the first possible
 * value.
 *
 * @param low lower edge of the first bin
 * @param width of each bin
 * @param count number of bins
 */
record MeasuredBins(double low, double width, int count) {
  /** Values rounded to more decimals than this are taken for continuous. */
  static final int MOST_DECIMALS = 3;

  private static final int BINS = 40;

  /**
   * Bins over a range.
   *
   * @param least smallest value
   * @param largest largest value
   * @param decimals decimal places of the values, where all are rounded to as many
   * @param values how many there are: a few get fewer bins
   */
  static MeasuredBins over(double least, double largest, OptionalInt decimals, long values) {
    int most = (int) Math.min(BINS, Math.ceil(2 * Math.sqrt((double) values)));
    double range = largest - least;
    if (!(range > 0)) {
      return new MeasuredBins(least - 0.5, 1, 1);
    }
    double step = decimals.isPresent() ? Math.pow(10, -decimals.getAsInt()) : 0;
    if (step == 0 || range / step > 100.0 * most) {
      return new MeasuredBins(least, range / most, most);
    }
    double width = step * Math.ceil(Math.rint(range / step + 1) / most);
    int count = (int) Math.ceil(Math.rint((range + step) / step) * step / width - 1e-9);
    return new MeasuredBins(least - step / 2, width, count);
  }

  /** Upper edge of the last bin. */
  double high() {
    return low + count * width;
  }

  /** All edges, one more than there are bins. */
  double[] edges() {
    return IntStream.rangeClosed(0, count).mapToDouble(b -> low + b * width).toArray();
  }
}

package org.skypool.jobs.report;

/**
 * Counts in adjoining bins.
 *
 * @param edges finite, strictly increasing bin edges, one more than there are bins
 * @param counts how many fell into each bin (from its lower edge up to, not including, its upper
 *     edge; the last bin is closed)
 */
public record Histogram(Values edges, Values counts) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if edges do not increase, or their number is not that of the
   *     counts plus one
   */
  public Histogram {
    if (edges.size() != counts.size() + 1 || counts.size() == 0) {
      throw new IllegalArgumentException(
          "histogram has "
              + edges.size()
              + " edges and "
              + counts.size()
              + " counts, must be one edge more and at least one bin");
    }
    for (int i = 0; i < counts.size(); i++) {
      if (!(edges.get(i) < edges.get(i + 1) && Double.isFinite(edges.get(i + 1) - edges.get(i)))) {
        throw new IllegalArgumentException(
            "histogram edges "
                + edges.get(i)
                + ", "
                + edges.get(i + 1)
                + " must be finite and increasing");
      }
    }
  }

  /**
   * Counts the finite numbers that lie in equal bins between two edges.
   *
   * @param values the numbers; those not finite or outside the range are not counted
   * @param low the lower edge of the first bin
   * @param high the upper edge of the last bin
   * @param bins the number of bins, at least 1
   * @return the histogram
   * @throws IllegalArgumentException if the range is empty or the number of bins is below 1
   */
  public static Histogram of(Values values, double low, double high, int bins) {
    if (!(low < high) || bins < 1) {
      throw new IllegalArgumentException(
          "histogram of " + bins + " bins from " + low + " to " + high + " is empty");
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = low + (high - low) * i / bins;
    }
    double[] counts = new double[bins];
    values.stream()
        .filter(v -> v >= low && v <= high)
        .forEach(v -> counts[Math.min(bins - 1, (int) ((v - low) / (high - low) * bins))]++);
    return new Histogram(Values.of(edges), Values.of(counts));
  }

  /**
   * The number of bins.
   *
   * @return at least 1
   */
  public int bins() {
    return counts.size();
  }

  /**
   * The middle of a bin.
   *
   * @param bin from 0
   * @return the mean of its edges
   */
  public double centre(int bin) {
    return 0.5 * (edges.get(bin) + edges.get(bin + 1));
  }

  /**
   * The width of a bin.
   *
   * @param bin from 0
   * @return upper edge minus lower edge
   */
  public double width(int bin) {
    return edges.get(bin + 1) - edges.get(bin);
  }

  /**
   * The sum of the finite counts.
   *
   * @return zero or more
   */
  public double total() {
    return counts.finite().stream().sum();
  }
}

package org.skypool.jobs.report;

import java.util.Arrays;

/**
 * One-dimensional density of draws on a regular grid: a histogram smoothed by a normal kernel of
 * width {@code 1.06 min(sd, IQR/1.34) n^(-1/5)} (Silverman 1986, eq. 3.31 with its constant for the
 * normal), folded at the ends of the range.
 */
final class SmoothedDensity {
  private SmoothedDensity() {}

  /**
   * Smooths draws.
   *
   * @param draws the draws; those not finite or outside the range do not count
   * @param range lower and upper end
   * @param cells grid cells
   * @return density at the cells' middles; it integrates to the fraction of finite draws within the
   *     range
   */
  static Curve of(Values draws, double[] range, int cells) {
    double step = (range[1] - range[0]) / cells;
    double[] grid = new double[cells];
    draws.stream()
        .filter(v -> v >= range[0] && v < range[1])
        .forEach(v -> grid[Math.min(cells - 1, (int) ((v - range[0]) / step))]++);
    int finite = Math.max(1, draws.finite().size());
    double spread = (draws.quantile(0.75) - draws.quantile(0.25)) / 1.34;
    double sd = SmoothedGrid.sd(draws);
    double scale = spread > 0 ? Math.min(sd, spread) : sd;
    double[] half = SmoothedGrid.kernel(1.06 * scale * Math.pow(finite, -0.2) / step);
    double[] x = new double[cells];
    double[] y = new double[cells];
    for (int i = 0; i < cells; i++) {
      x[i] = range[0] + (i + 0.5) * step;
      for (int d = 1 - half.length; grid[i] != 0 && d < half.length; d++) {
        y[SmoothedGrid.folded(i + d, cells)] += grid[i] * half[Math.abs(d)];
      }
    }
    return new Curve(
        Values.of(x), Values.of(Arrays.stream(y).map(v -> v / (finite * step)).toArray()));
  }
}

package org.skypool.jobs.report;

import java.util.Arrays;

/**
 * Two-dimensional density of draws: a histogram on a square grid, smoothed by a normal kernel of
 * Scott's width in each coordinate, {@code sd n^(-1/6)} (Scott 1992, <a
 * href="https://doi.org/10.1002/9780470316849">doi:10.1002/9780470316849</a>), never narrower than
 * 0.7 of a cell.
 */
final class SmoothedGrid {
  private static final double LEAST_WIDTH_CELLS = 0.7;
  private static final double KERNEL_REACH = 3.5;

  private final int cells;
  private final double[] density;
  private final double xLow;
  private final double xStep;
  private final double yLow;
  private final double yStep;

  private SmoothedGrid(int cells, double[] density, double[] xRange, double[] yRange) {
    this.cells = cells;
    this.density = density;
    this.xStep = (xRange[1] - xRange[0]) / cells;
    this.yStep = (yRange[1] - yRange[0]) / cells;
    this.xLow = xRange[0] + 0.5 * xStep;
    this.yLow = yRange[0] + 0.5 * yStep;
  }

  /**
   * Smooths draws.
   *
   * @param x first coordinate of each draw
   * @param y second coordinate; draws that are not finite in both, or outside the ranges, do not
   *     count
   * @param xRange lower and upper end
   * @param yRange lower and upper end
   * @param cells number of cells along each side
   */
  static SmoothedGrid of(Values x, Values y, double[] xRange, double[] yRange, int cells) {
    double[] grid = new double[cells * cells];
    int inside = 0;
    for (int i = 0; i < x.size(); i++) {
      double u = (x.get(i) - xRange[0]) / (xRange[1] - xRange[0]);
      double v = (y.get(i) - yRange[0]) / (yRange[1] - yRange[0]);
      if (u >= 0 && u < 1 && v >= 0 && v < 1) {
        grid[(((int) (v * cells)) * cells) + ((int) (u * cells))]++;
        inside++;
      }
    }
    double shrink = Math.pow(Math.max(1, inside), -1.0 / 6);
    double xWidth = sd(x) / (xRange[1] - xRange[0]) * cells * shrink;
    double yWidth = sd(y) / (yRange[1] - yRange[0]) * cells * shrink;
    double[] smooth = convolve(grid, cells, kernel(xWidth), 1);
    smooth = convolve(smooth, cells, kernel(yWidth), cells);
    return new SmoothedGrid(cells, smooth, xRange, yRange);
  }

  /** Standard deviation of the finite entries. */
  static double sd(Values values) {
    double[] finite = values.finite().toArray();
    double mean = Arrays.stream(finite).average().orElse(0);
    double sum = Arrays.stream(finite).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(sum / Math.max(1, finite.length - 1));
  }

  /**
   * Half of a symmetric normal kernel, summing to 1 over both halves.
   *
   * @param width standard deviation in cells
   */
  static double[] kernel(double width) {
    double sd = Math.max(LEAST_WIDTH_CELLS, Double.isFinite(width) ? width : 0);
    double[] half = new double[1 + (int) Math.ceil(KERNEL_REACH * sd)];
    double sum = 0;
    for (int i = 0; i < half.length; i++) {
      half[i] = Math.exp(-0.5 * i * i / (sd * sd));
      sum += i == 0 ? half[i] : 2 * half[i];
    }
    double total = sum;
    return Arrays.stream(half).map(w -> w / total).toArray();
  }

  /**
   * Convolves along rows (stride 1) or columns (stride = cells), folding back at the edges so that
   * nothing is lost.
   */
  private static double[] convolve(double[] grid, int cells, double[] half, int stride) {
    double[] out = new double[grid.length];
    for (int line = 0; line < cells; line++) {
      int start = stride == 1 ? line * cells : line;
      for (int i = 0; i < cells; i++) {
        double mass = grid[start + i * stride];
        for (int d = 1 - half.length; mass != 0 && d < half.length; d++) {
          out[start + folded(i + d, cells) * stride] += mass * half[Math.abs(d)];
        }
      }
    }
    return out;
  }

  /** Reflects an index at both edges until it lies inside. */
  static int folded(int index, int cells) {
    int i = Math.floorMod(index, 2 * cells);
    return i < cells ? i : 2 * cells - 1 - i;
  }

  /**
   * The density level whose region, all cells at or above it, is the smallest that holds a
   * probability.
   *
   * @param probability from 0 to 1
   * @return the level; 0 where the grid is empty
   */
  double highestDensityLevel(double probability) {
    double[] sorted = density.clone();
    Arrays.sort(sorted);
    double target = probability * Arrays.stream(sorted).sum();
    double held = 0;
    for (int i = sorted.length - 1; i >= 0; i--) {
      held += sorted[i];
      if (held >= target) {
        return sorted[i];
      }
    }
    return 0;
  }

  int cells() {
    return cells;
  }

  /** Density of a cell; zero outside the grid. */
  double at(int column, int row) {
    return column >= 0 && column < cells && row >= 0 && row < cells
        ? density[row * cells + column]
        : 0;
  }

  /** Abscissa of a column's middle; columns may be fractional or outside. */
  double x(double column) {
    return xLow + column * xStep;
  }

  /** Ordinate of a row's middle. */
  double y(double row) {
    return yLow + row * yStep;
  }
}

package org.skypool.core.expression;

import java.util.Arrays;
import java.util.List;

/**
 * Number of the cell of a grid that a point falls in, from 1, the last axis running fastest. An
 * edge between two cells belongs to the one above it, the last edge of an axis to its last cell.
 * Outside the grid it is the number of the nearest cell along each axis; NaN if anything is NaN.
 * Its derivatives are 0.
 *
 * <p>Cost: the logarithm of the number of edges of each axis.
 */
public final class GridCell implements PointFunction {
  private final double[][] edges;

  private GridCell(double[][] edges) {
    this.edges = edges;
  }

  /**
   * The cells between edges.
   *
   * @param edges by axis, at least two on each
   * @throws IllegalArgumentException if those of an axis are not finite or do not ascend
   */
  public static GridCell between(List<double[]> edges) {
    for (int axis = 0; axis < edges.size(); axis++) {
      double[] of = edges.get(axis);
      for (int e = 0; e < of.length; e++) {
        if (of.length < 2 || !Double.isFinite(of[e]) || e > 0 && !(of[e - 1] < of[e])) {
          throw new IllegalArgumentException(
              "edges of axis %d must be two or more finite numbers that ascend, not %s"
                  .formatted(axis + 1, Arrays.toString(of)));
        }
      }
    }
    return new GridCell(edges.stream().map(double[]::clone).toArray(double[][]::new));
  }

  /** Number of cells. */
  public int cells() {
    int cells = 1;
    for (double[] axis : edges) {
      cells *= axis.length - 1;
    }
    return cells;
  }

  /** Number of axes. */
  public int axes() {
    return edges.length;
  }

  /** Edges of one axis. */
  public double[] edges(int axis) {
    return edges[axis].clone();
  }

  /** Number of a cell along one axis, from 0. */
  public int along(int axis, int cell) {
    int rest = cell;
    for (int a = edges.length - 1; a > axis; a--) {
      rest /= edges[a].length - 1;
    }
    return rest % (edges[axis].length - 1);
  }

  /** Area or volume of a cell. */
  public double volume(int cell) {
    double volume = 1;
    for (int axis = 0; axis < edges.length; axis++) {
      int at = along(axis, cell);
      volume *= edges[axis][at + 1] - edges[axis][at];
    }
    return volume;
  }

  @Override
  public String name() {
    return "cell_of_" + cells();
  }

  @Override
  public int arity() {
    return edges.length;
  }

  @Override
  public double at(double[] x) {
    int cell = 0;
    for (int axis = 0; axis < edges.length; axis++) {
      if (Double.isNaN(x[axis])) {
        return Double.NaN;
      }
      cell = cell * (edges[axis].length - 1) + interval(edges[axis], x[axis]);
    }
    return cell + 1;
  }

  /** Whether a point lies in the grid, its outer edges included. */
  public boolean contains(double[] x) {
    boolean inside = true;
    for (int axis = 0; axis < edges.length; axis++) {
      double[] of = edges[axis];
      inside &= x[axis] >= of[0] && x[axis] <= of[of.length - 1];
    }
    return inside;
  }

  /** Number of the interval that a value falls in, from 0; the nearest one outside. */
  static int interval(double[] edges, double x) {
    int found = Arrays.binarySearch(edges, x);
    int below = found >= 0 ? found : -found - 2;
    return Math.max(0, Math.min(edges.length - 2, below));
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return 0;
  }
}

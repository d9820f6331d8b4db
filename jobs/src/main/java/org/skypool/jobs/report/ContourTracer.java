package org.skypool.jobs.report;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Closed outlines of the region where a gridded density exceeds a level, by marching squares with
 * linear interpolation. The grid counts as surrounded by zeros, so every outline closes; holes come
 * out as outlines of their own, to be filled by the even-odd rule. In a saddle the mean of the four
 * corners decides what is connected.
 */
final class ContourTracer {
  /**
   * Ends of the segments in a square, as pairs of its sides (0 bottom, 1 right, 2 top, 3 left), by
   * its corners' pattern.
   */
  private static final int[][] SEGMENTS = {
    {}, {3, 0}, {0, 1}, {3, 1}, {1, 2}, {3, 0, 1, 2}, {0, 2}, {3, 2},
    {2, 3}, {2, 0}, {0, 1, 2, 3}, {2, 1}, {1, 3}, {1, 0}, {0, 3}, {}
  };

  private static final int[][] SADDLES_JOINED = {{3, 2, 1, 0}, {0, 3, 2, 1}};

  private final SmoothedGrid grid;
  private final double level;
  private final int side;

  private ContourTracer(SmoothedGrid grid, double level) {
    this.grid = grid;
    this.level = level;
    this.side = grid.cells() + 2;
  }

  /**
   * Traces a level.
   *
   * @param grid the density
   * @param level above 0
   * @return the outlines in data coordinates, with the even-odd rule
   */
  static Path2D outlines(SmoothedGrid grid, double level) {
    return new ContourTracer(grid, level).trace();
  }

  private Path2D trace() {
    Map<Integer, List<Integer>> neighbours = new TreeMap<>();
    for (int row = -1; row < grid.cells(); row++) {
      for (int column = -1; column < grid.cells(); column++) {
        join(neighbours, column, row);
      }
    }
    Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (Integer start : new ArrayList<>(neighbours.keySet())) {
      if (neighbours.containsKey(start)) {
        follow(neighbours, start, path);
      }
    }
    return path;
  }

  private void join(Map<Integer, List<Integer>> neighbours, int column, int row) {
    int[] ends = segments(column, row);
    for (int i = 0; i < ends.length; i += 2) {
      int from = crossing(column, row, ends[i]);
      int to = crossing(column, row, ends[i + 1]);
      neighbours.computeIfAbsent(from, k -> new ArrayList<>(2)).add(to);
      neighbours.computeIfAbsent(to, k -> new ArrayList<>(2)).add(from);
    }
  }

  private int[] segments(int column, int row) {
    double a = grid.at(column, row);
    double b = grid.at(column + 1, row);
    double c = grid.at(column + 1, row + 1);
    double d = grid.at(column, row + 1);
    int pattern = above(a) | above(b) << 1 | above(c) << 2 | above(d) << 3;
    if ((pattern == 5 || pattern == 10) && above(0.25 * (a + b + c + d)) == 1) {
      return SADDLES_JOINED[pattern == 5 ? 0 : 1];
    }
    return SEGMENTS[pattern];
  }

  private int above(double value) {
    return value >= level ? 1 : 0;
  }

  /** Number of the grid line piece that a side of a square is; neighbouring squares agree on it. */
  private int crossing(int column, int row, int squareSide) {
    int x = column + 1 + (squareSide == 1 ? 1 : 0);
    int y = row + 1 + (squareSide == 2 ? 1 : 0);
    return 2 * (y * side + x) + (squareSide == 1 || squareSide == 3 ? 1 : 0);
  }

  private void follow(Map<Integer, List<Integer>> neighbours, int start, Path2D path) {
    int at = start;
    boolean first = true;
    while (true) {
      double[] point = point(at);
      if (first) {
        path.moveTo(point[0], point[1]);
      } else {
        path.lineTo(point[0], point[1]);
      }
      first = false;
      List<Integer> next = neighbours.remove(at);
      int here = at;
      Integer onward = next.stream().filter(neighbours::containsKey).findFirst().orElse(here);
      if (onward == here) {
        path.closePath();
        return;
      }
      at = onward;
    }
  }

  private double[] point(int crossing) {
    boolean vertical = crossing % 2 == 1;
    int column = crossing / 2 % side - 1;
    int row = crossing / 2 / side - 1;
    double here = grid.at(column, row);
    double there = vertical ? grid.at(column, row + 1) : grid.at(column + 1, row);
    double part = (level - here) / (there - here);
    return vertical
        ? new double[] {grid.x(column), grid.y(row + part)}
        : new double[] {grid.x(column + part), grid.y(row)};
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.skypool.core.density.GridTerm;
import org.skypool.core.expression.CellTable;
import org.skypool.core.expression.Elementary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.GridCell;
import org.skypool.core.expression.ScalarFunction;

/**
 * Averages of a function of the variables of a {@link GridTerm} over each of its cells, uniformly
 * along the axes: Gauss-Legendre points in every piece between the edges of the grid and those of
 * the tables that the function looks up along the same axes. A function that is a table, or a table
 * times a polynomial, is averaged exactly.
 */
final class GridAverages {
  private final GridTerm term;
  private final ScalarFunction function;
  private final double[][] points;
  private final double[][] weights;
  private final int[][] cells;

  /**
   * Prepares the points.
   *
   * @param function over the variables of the grid alone
   * @param perPiece points per piece of an axis
   */
  GridAverages(GridTerm term, Expression function, int perPiece) {
    this.term = term;
    List<GridTerm.Axis> axes = term.axes();
    this.function =
        ScalarFunction.of(function, axes.stream().map(GridTerm.Axis::variable).toList());
    this.points = new double[axes.size()][];
    this.weights = new double[axes.size()][];
    this.cells = new int[axes.size()][];
    for (int a = 0; a < axes.size(); a++) {
      prepare(a, cuts(axes.get(a), function), perPiece);
    }
  }

  private void prepare(int a, double[] cuts, int perPiece) {
    double[] edges = term.axes().get(a).edges();
    int n = (cuts.length - 1) * perPiece;
    points[a] = new double[n];
    weights[a] = new double[n];
    cells[a] = new int[n];
    for (int piece = 0; piece + 1 < cuts.length; piece++) {
      GaussIntegrator rule =
          new GaussIntegratorFactory().legendre(perPiece, cuts[piece], cuts[piece + 1]);
      int cell = 0;
      while (edges[cell + 1] <= cuts[piece]) {
        cell++;
      }
      for (int j = 0; j < perPiece; j++) {
        int at = piece * perPiece + j;
        points[a][at] = rule.getPoint(j);
        weights[a][at] = rule.getWeight(j) / (edges[cell + 1] - edges[cell]);
        cells[a][at] = cell;
      }
    }
  }

  /** The averages, the last axis running fastest. */
  double[] values() {
    double[] averages = new double[term.grid().cells()];
    int[] at = new int[points.length];
    double[] x = new double[points.length];
    int total = 1;
    for (double[] axis : points) {
      total *= axis.length;
    }
    for (int k = 0; k < total; k++) {
      int rest = k;
      for (int a = points.length - 1; a >= 0; a--) {
        at[a] = rest % points[a].length;
        rest /= points[a].length;
      }
      int cell = 0;
      double weight = 1;
      for (int a = 0; a < at.length; a++) {
        cell = cell * (term.axes().get(a).edges().length - 1) + cells[a][at[a]];
        weight *= weights[a][at[a]];
        double coordinate = points[a][at[a]];
        x[a] = term.axes().get(a).logarithmic() ? StrictMath.exp(coordinate) : coordinate;
      }
      averages[cell] += weight * function.value(x);
    }
    return averages;
  }

  /** Edges of the grid and, between them, of tables along the same coordinate. */
  private static double[] cuts(GridTerm.Axis axis, Expression function) {
    double[] edges = axis.edges();
    TreeSet<Double> cuts = new TreeSet<>();
    for (double edge : edges) {
      cuts.add(edge);
    }
    double least = 1e-9 * (edges[edges.length - 1] - edges[0]);
    for (double edge : tableEdges(axis, function, new ArrayList<>())) {
      Double below = cuts.floor(edge);
      Double above = cuts.ceiling(edge);
      if (below != null && above != null && edge - below > least && above - edge > least) {
        cuts.add(edge);
      }
    }
    return cuts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> tableEdges(
      GridTerm.Axis axis, Expression expression, List<Double> found) {
    if (expression instanceof Expression.Application a) {
      if (a.function() instanceof CellTable table) {
        GridCell grid = table.grid();
        for (int j = 0; j < grid.axes(); j++) {
          if (isCoordinate(axis, a.arguments().get(j))) {
            for (double edge : grid.edges(j)) {
              found.add(edge);
            }
          }
        }
      }
      a.arguments().forEach(argument -> tableEdges(axis, argument, found));
    }
    return found;
  }

  private static boolean isCoordinate(GridTerm.Axis axis, Expression argument) {
    if (!axis.logarithmic()) {
      return argument == axis.x();
    }
    return argument instanceof Expression.Application a
        && a.function() == Elementary.LOG
        && a.arguments().get(0) == axis.x();
  }
}

package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.density.GridTerm;
import org.skypool.core.expression.Elementary;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.GridCell;

/** Arguments of {@code grid} and of the functions of its heights. */
final class GridArguments {
  private GridArguments() {}

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is not one of 1 and more, or no number
   */
  static int whole(String name, Expression value) {
    double number = number(name, value);
    if (number < 1 || number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " must be a whole number from 1 on, not " + number);
    }
    return (int) number;
  }

  private static double number(String name, Expression value) {
    if (value instanceof Expression.Constant c) {
      return c.value();
    }
    throw new IllegalArgumentException(name + " must be a number, without names in it");
  }

  private static double[] numbers(String name, List<Expression> values) {
    return values.stream().mapToDouble(value -> number(name, value)).toArray();
  }

  /**
   * An axis: a variable, or its natural logarithm.
   *
   * @param given the argument
   * @param expressions the variables
   * @param names theirs, in the same order
   * @throws IllegalArgumentException if it is neither
   */
  static GridTerm.Axis axis(
      Expression given, List<Expression> expressions, List<String> names, List<Expression> edges) {
    boolean logarithmic =
        given instanceof Expression.Application a && a.function() == Elementary.LOG;
    Expression x = logarithmic ? ((Expression.Application) given).arguments().get(0) : given;
    int at = expressions.indexOf(x);
    if (at < 0) {
      throw new IllegalArgumentException(
          "an axis of a grid is one of the variables %s or its log(...)".formatted(names));
    }
    return new GridTerm.Axis(names.get(at), x, logarithmic, numbers("edges", edges));
  }

  /** The density at a point, in the coordinates of the edges. */
  static Expression density(
      List<Expression> heights, List<List<Expression>> edges, List<Expression> at) {
    GridCell grid = grid(edges);
    double[] point = point(grid, "at", at);
    if (!grid.contains(point)) {
      throw new IllegalArgumentException("the point lies outside the grid");
    }
    int cell = (int) grid.at(point) - 1;
    return GridTerm.logProbabilities(grid, heights)
        .get(cell)
        .minus(StrictMath.log(grid.volume(cell)))
        .exp();
  }

  /** The probability of a box. */
  static Expression probability(
      List<Expression> heights,
      List<List<Expression>> edges,
      List<Expression> low,
      List<Expression> high) {
    GridCell grid = grid(edges);
    double[] from = point(grid, "low", low);
    double[] to = point(grid, "high", high);
    List<Expression> masses = GridTerm.logProbabilities(grid, heights);
    List<Expression> parts = new ArrayList<>();
    for (int cell = 0; cell < grid.cells(); cell++) {
      double share = 1;
      for (int axis = 0; axis < grid.axes(); axis++) {
        double[] of = grid.edges(axis);
        int at = grid.along(axis, cell);
        double inside = Math.min(of[at + 1], to[axis]) - Math.max(of[at], from[axis]);
        share *= Math.max(0, inside) / (of[at + 1] - of[at]);
      }
      if (share > 0) {
        parts.add(masses.get(cell).exp().times(share));
      }
    }
    return parts.stream().reduce(Expression::plus).orElse(Expression.constant(0));
  }

  private static GridCell grid(List<List<Expression>> edges) {
    return GridCell.between(edges.stream().map(e -> numbers("edges", e)).toList());
  }

  private static double[] point(GridCell grid, String name, List<Expression> values) {
    if (values.size() != grid.axes()) {
      throw new IllegalArgumentException(
          "%s needs %d numbers, one per axis, not %d".formatted(name, grid.axes(), values.size()));
    }
    return numbers(name, values);
  }
}

package org.skypool.core.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.GridCell;
import org.skypool.core.expression.Guard;
import org.skypool.core.expression.LogSum;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.Pick;

/**
 * A joint density that is constant in each cell of a grid: a histogram of several variables. In
 * cell c it is {@code exp(h_c) / sum_k V_k exp(h_k)}, with V the volumes of the cells; outside the
 * grid it is 0. Adding a number to all log heights h changes nothing.
 *
 * <p>An axis may be the logarithm of a variable: the density of the logarithm is then constant in a
 * cell, and that of the variable has the factor {@code 1/x}.
 *
 * <p>Limits: the logarithm of a height within a few hundred of the highest, or the cell counts as
 * empty. The number of the cell of a draw does not depend on hyperparameters: an evaluation costs
 * the same for any number of cells, except for the sum over cells, once per vector.
 */
public final class GridTerm implements DensityTerm {
  private final List<Axis> axes;
  private final GridCell grid;
  private final List<Expression> logHeights;
  private final Set<String> variables;
  private final Evaluation heights;
  private volatile Drawing drawing;

  /** Probabilities of the cells at one point, kept because many draws share it. */
  private record Drawing(double[] inputs, double[] probabilities) {}

  /**
   * One axis of the grid.
   *
   * @param variable name of the variable
   * @param x the variable
   * @param logarithmic whether the edges are those of its natural logarithm
   * @param edges of the cells, ascending
   */
  public record Axis(String variable, Expression x, boolean logarithmic, double[] edges) {
    Expression coordinate() {
      return logarithmic ? x.log() : x;
    }

    double low() {
      return natural(edges[0]);
    }

    double high() {
      return natural(edges[edges.length - 1]);
    }

    private double natural(double coordinate) {
      return logarithmic ? StrictMath.exp(coordinate) : coordinate;
    }
  }

  private GridTerm(List<Axis> axes, GridCell grid, List<Expression> logHeights) {
    this.axes = List.copyOf(axes);
    this.grid = grid;
    this.logHeights = List.copyOf(logHeights);
    Set<String> names = new LinkedHashSet<>();
    axes.forEach(axis -> names.add(axis.variable));
    this.variables = Collections.unmodifiableSet(names);
    this.heights = new Evaluation(this.logHeights);
  }

  /**
   * Makes the term.
   *
   * @param axes of different variables
   * @param logHeights one per cell, the last axis running fastest
   * @throws IllegalArgumentException if edges do not ascend, a variable stands on two axes, the
   *     number of heights is not that of the cells or a height depends on a variable
   */
  public static GridTerm of(List<Axis> axes, List<Expression> logHeights) {
    GridCell grid = GridCell.between(axes.stream().map(Axis::edges).toList());
    requireAll(grid, logHeights);
    GridTerm term = new GridTerm(axes, grid, logHeights);
    if (term.variables.size() != axes.size()) {
      throw new IllegalArgumentException("a variable stands on two axes of the grid");
    }
    Set<String> own = new TreeSet<>(NamesIn.of(logHeights).all());
    own.retainAll(term.variables);
    if (!own.isEmpty()) {
      throw new IllegalArgumentException("heights of the grid depend on its variables " + own);
    }
    return term;
  }

  /** The axes. */
  public List<Axis> axes() {
    return axes;
  }

  /** The cells. */
  public GridCell grid() {
    return grid;
  }

  /** The logarithm of the probability of every cell. */
  public List<Expression> logProbabilities() {
    return logProbabilities(grid, logHeights);
  }

  /**
   * The logarithm of the probability of every cell of a grid.
   *
   * @throws IllegalArgumentException if there are not as many heights as cells
   */
  public static List<Expression> logProbabilities(GridCell grid, List<Expression> logHeights) {
    requireAll(grid, logHeights);
    List<Expression> masses = new ArrayList<>();
    for (int c = 0; c < logHeights.size(); c++) {
      masses.add(logHeights.get(c).plus(StrictMath.log(grid.volume(c))));
    }
    Expression total =
        Expression.apply(LogSum.of(masses.size()), masses.toArray(Expression[]::new));
    return masses.stream().map(mass -> mass.minus(total)).toList();
  }

  private static void requireAll(GridCell grid, List<Expression> logHeights) {
    if (logHeights.size() != grid.cells()) {
      throw new IllegalArgumentException(
          "the grid has %d cells, not %d heights".formatted(grid.cells(), logHeights.size()));
    }
  }

  @Override
  public Expression logDensity() {
    List<Expression> probabilities = logProbabilities();
    Expression[] picked = new Expression[probabilities.size() + 1];
    picked[0] =
        Expression.apply(grid, axes.stream().map(Axis::coordinate).toArray(Expression[]::new));
    for (int c = 0; c < probabilities.size(); c++) {
      picked[c + 1] = probabilities.get(c).minus(StrictMath.log(grid.volume(c)));
    }
    Expression sum = Expression.apply(Pick.of(probabilities.size()), picked);
    for (Axis axis : axes) {
      double[] edges = axis.edges;
      Expression inside =
          Expression.apply(
              Guard.WITHIN,
              axis.coordinate(),
              Expression.constant(edges[0]),
              Expression.constant(edges[edges.length - 1]));
      sum = sum.plus(axis.logarithmic ? inside.minus(axis.coordinate()) : inside);
    }
    return sum;
  }

  @Override
  public Set<String> variables() {
    return variables;
  }

  @Override
  public Set<String> dependsOn() {
    return NamesIn.of(logHeights).all();
  }

  @Override
  public Support support(String name) {
    Terms.requireVariable(this, name);
    Axis axis = axes.stream().filter(a -> a.variable.equals(name)).findFirst().orElseThrow();
    return Support.of(axis.low(), axis.high());
  }

  @Override
  public Optional<Expression> logProbability(Expression low, Expression high) {
    return Optional.empty();
  }

  @Override
  public void sample(UniformRandomProvider rng, Map<String, Double> point) {
    double[] probabilities = probabilities(point);
    double left = rng.nextDouble();
    int cell = 0;
    for (int c = 0; c < probabilities.length && left >= 0; c++) {
      cell = probabilities[c] > 0 ? c : cell;
      left -= probabilities[c];
    }
    for (int a = 0; a < axes.size(); a++) {
      int at = grid.along(a, cell);
      double[] edges = axes.get(a).edges;
      double x = edges[at] + rng.nextDouble() * (edges[at + 1] - edges[at]);
      point.put(axes.get(a).variable, axes.get(a).natural(x));
    }
  }

  private double[] probabilities(Map<String, Double> point) {
    double[] at = heights.inputs(point);
    Drawing known = drawing;
    if (known == null || !Arrays.equals(known.inputs, at)) {
      known = new Drawing(at, normalised(heights.values(at)));
      drawing = known;
    }
    return known.probabilities;
  }

  private double[] normalised(double[] logs) {
    double highest = Arrays.stream(logs).max().orElseThrow();
    double[] masses = new double[logs.length];
    double total = 0;
    for (int c = 0; c < masses.length; c++) {
      masses[c] = grid.volume(c) * StrictMath.exp(logs[c] - highest);
      total += masses[c];
    }
    for (int c = 0; c < masses.length; c++) {
      masses[c] /= total;
    }
    return masses;
  }

  @Override
  public void sampleBetween(
      UniformRandomProvider rng, double low, double high, Map<String, Double> point) {
    throw Terms.cannotTruncate(this);
  }
}

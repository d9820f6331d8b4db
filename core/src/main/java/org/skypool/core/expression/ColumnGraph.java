package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a {@link ColumnFunction} in an order of evaluation, equal steps merged.
 *
 * <p>A step is of one of three kinds: a scalar depends on no column, a fixed one on columns of data
 * only, a moving one on free columns, or on hyperparameters and columns.
 */
final class ColumnGraph {

  /** What the value of a step depends on. */
  enum Kind {
    SCALAR,
    FIXED,
    MOVING
  }

  /**
   * One step.
   *
   * @param function what it computes, null for an input
   * @param arguments steps it is applied to
   * @param kind what it depends on
   * @param dependent whether it changes with hyperparameters or free columns
   * @param input index of its hyperparameter or free column, -1 for anything else
   * @param column name of its column of data, else null
   * @param number its value where it is a constant
   */
  record Step(
      ElementFunction function,
      int[] arguments,
      Kind kind,
      boolean dependent,
      int input,
      String column,
      double number) {}

  final List<Step> steps = new ArrayList<>();
  final int root;
  private final List<String> hyperparameters;
  private final List<String> free;
  private final Set<String> columns;
  private final Map<Expression, Integer> seen = new IdentityHashMap<>();
  private final Map<List<Object>, Integer> merged = new HashMap<>();

  ColumnGraph(
      Expression expression, List<String> hyperparameters, List<String> free, Set<String> columns) {
    this.hyperparameters = hyperparameters;
    this.free = free;
    this.columns = columns;
    this.root = visit(expression);
  }

  private int visit(Expression expression) {
    Integer known = seen.get(expression);
    if (known != null) {
      return known;
    }
    int step;
    if (expression instanceof Expression.Application a) {
      int[] arguments = a.arguments().stream().mapToInt(this::visit).toArray();
      List<Object> key = new ArrayList<>(List.of(a.function()));
      for (int argument : arguments) {
        key.add(argument);
      }
      step = merge(key, call(a.function(), arguments));
    } else {
      step = input(expression);
    }
    seen.put(expression, step);
    return step;
  }

  private Step call(ElementFunction function, int[] arguments) {
    boolean scalar = true;
    boolean dependent = false;
    for (int argument : arguments) {
      scalar &= steps.get(argument).kind == Kind.SCALAR;
      dependent |= steps.get(argument).dependent;
    }
    Kind kind = scalar ? Kind.SCALAR : dependent ? Kind.MOVING : Kind.FIXED;
    return new Step(function, arguments, kind, dependent, -1, null, 0);
  }

  private int input(Expression expression) {
    if (expression instanceof Expression.Constant c) {
      Step step = new Step(null, new int[0], Kind.SCALAR, false, -1, null, c.value());
      return merge(List.of("number", Double.doubleToRawLongBits(c.value())), step);
    }
    if (expression instanceof Expression.Hyperparameter h) {
      int index = hyperparameters.indexOf(h.name());
      if (index < 0) {
        throw new IllegalArgumentException(
            "no hyperparameter '" + h.name() + "' among " + hyperparameters);
      }
      Step step = new Step(null, new int[0], Kind.SCALAR, true, index, null, 0);
      return merge(List.of("hyperparameter", index), step);
    }
    String name = ((Expression.Column) expression).name();
    int index = free.indexOf(name);
    if (index >= 0) {
      Step step = new Step(null, new int[0], Kind.MOVING, true, index, null, 0);
      return merge(List.of("free", index), step);
    }
    if (!columns.contains(name)) {
      throw new IllegalArgumentException("no column '" + name + "' among " + columns);
    }
    Step step = new Step(null, new int[0], Kind.FIXED, false, -1, name, 0);
    return merge(List.of("column", name), step);
  }

  private int merge(List<Object> key, Step step) {
    Integer known = merged.get(key);
    if (known != null) {
      return known;
    }
    merged.put(key, steps.size());
    steps.add(step);
    return steps.size() - 1;
  }
}

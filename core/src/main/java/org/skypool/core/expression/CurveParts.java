package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Turns an expression that {@link CurveRule} calls a curve into a {@link Node.Curve}. */
final class CurveParts {
  private static final int PLACE = 0;

  private final ToIntFunction<Expression> build;
  private final List<Integer> inputs = new ArrayList<>();
  private final Map<Expression, Integer> indices = new IdentityHashMap<>();
  private final List<Node.Part> parts = new ArrayList<>();
  private final int place;

  /**
   * Of a curve.
   *
   * @param build the step of an expression that has one value, or of the column
   */
  CurveParts(Expression curve, ToIntFunction<Expression> build) {
    this.build = build;
    this.place = findInputs(curve, -1);
    visit(curve);
  }

  /** The node. */
  Node.Curve curve() {
    return new Node.Curve(place, List.copyOf(inputs), List.copyOf(parts));
  }

  /** Numbers the inputs, which come before all parts; returns the step of the column. */
  private int findInputs(Expression expression, int found) {
    if (indices.containsKey(expression)) {
      return found;
    }
    if (expression.level() == Level.SCALAR) {
      int step = build.applyAsInt(expression);
      if (!inputs.contains(step)) {
        inputs.add(step);
      }
      indices.put(expression, 1 + inputs.indexOf(step));
      return found;
    }
    indices.put(expression, PLACE);
    if (expression instanceof Expression.Application a) {
      int column = found;
      for (Expression argument : a.arguments()) {
        column = findInputs(argument, column);
      }
      return column;
    }
    return build.applyAsInt(expression);
  }

  private int visit(Expression expression) {
    Integer known = indices.get(expression);
    if (known != PLACE || !(expression instanceof Expression.Application a)) {
      return known;
    }
    List<Integer> arguments = a.arguments().stream().map(this::visit).toList();
    Node.Part part = new Node.Part(a.function(), arguments);
    int at = parts.indexOf(part);
    if (at < 0) {
      at = parts.size();
      parts.add(part);
    }
    int index = 1 + inputs.size() + at;
    indices.put(expression, index);
    return index;
  }
}

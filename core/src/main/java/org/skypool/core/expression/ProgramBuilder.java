package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an expression into the steps of a {@link Program}.
 *
 * <p>Sums and products with coarser factors are gathered into linear forms over per-draw steps, and
 * within each form everything that does not depend on hyperparameters is gathered into one step,
 * which a bound program computes once and keeps. What depends on hyperparameters only becomes
 * scalar steps, computed once per evaluation. Dear functions of a single column become curves.
 */
final class ProgramBuilder {
  private final List<String> hyperparameters;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private final List<Boolean> dependent = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Map<Expression, Integer> built = new IdentityHashMap<>();
  private final Map<Expression, Form> forms = new IdentityHashMap<>();
  private final CurveRule curves = new CurveRule();

  /** A sum of a coarse constant and per-draw atoms with coarse coefficients; -1 stands for zero. */
  private record Form(int constant, Map<Integer, Integer> terms) {}

  ProgramBuilder(List<String> hyperparameters) {
    this.hyperparameters = hyperparameters;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Level> levels() {
    return levels;
  }

  List<Boolean> dependent() {
    return dependent;
  }

  /** The step whose value is the expression's. */
  int build(Expression expression) {
    Integer known = built.get(expression);
    if (known == null) {
      known = expression.level() == Level.DRAW ? emit(form(expression)) : coarse(expression);
      built.put(expression, known);
    }
    return known;
  }

  private int coarse(Expression expression) {
    if (expression instanceof Expression.Constant c) {
      return number(c.value());
    }
    if (expression instanceof Expression.Hyperparameter h) {
      int index = hyperparameters.indexOf(h.name());
      if (index < 0) {
        throw new IllegalArgumentException(
            "hyperparameter '" + h.name() + "' is not among " + hyperparameters);
      }
      return add(new Node.Parameter(index), Level.SCALAR, true);
    }
    if (expression instanceof Expression.Column c) {
      return add(new Node.Data(c.name(), c.level()), c.level(), false);
    }
    Expression.Application a = (Expression.Application) expression;
    List<Integer> arguments = a.arguments().stream().map(this::build).toList();
    return isLookup(a.function(), arguments)
        ? lookup(arguments.get(0), arguments.subList(1, arguments.size()))
        : call(a.function(), arguments);
  }

  private boolean isLookup(ElementFunction function, List<Integer> arguments) {
    return function instanceof Pick
        && !dependent.get(arguments.get(0))
        && levels.get(arguments.get(0)) != Level.SCALAR
        && arguments.stream().skip(1).allMatch(entry -> levels.get(entry) == Level.SCALAR)
        && arguments.stream().anyMatch(dependent::get);
  }

  private int lookup(int number, List<Integer> table) {
    return add(new Node.Lookup(number, List.copyOf(table)), levels.get(number), true);
  }

  private int number(double value) {
    return add(new Node.Number(value), Level.SCALAR, false);
  }

  private int call(ElementFunction function, List<Integer> arguments) {
    Level level = Level.SCALAR;
    boolean depends = false;
    boolean constant = true;
    for (int argument : arguments) {
      level = level.max(levels.get(argument));
      depends |= dependent.get(argument);
      constant &= nodes.get(argument) instanceof Node.Number;
    }
    if (constant) {
      double[][] values = new double[arguments.size()][1];
      for (int j = 0; j < values.length; j++) {
        values[j][0] = ((Node.Number) nodes.get(arguments.get(j))).value();
      }
      double[] out = new double[1];
      function.value(values, 0, 1, out);
      return number(out[0]);
    }
    return add(new Node.Call(function, arguments), level, depends);
  }

  private int add(Node node, Level level, boolean depends) {
    Integer known = numbers.get(node);
    if (known == null) {
      known = nodes.size();
      nodes.add(node);
      levels.add(level);
      dependent.add(depends);
      numbers.put(node, known);
    }
    return known;
  }

  private Form form(Expression expression) {
    Form known = forms.get(expression);
    if (known == null) {
      known = gather(expression);
      forms.put(expression, known);
    }
    return known;
  }

  private Form gather(Expression expression) {
    if (expression.level() != Level.DRAW) {
      int step = build(expression);
      return new Form(isNumber(step, 0) ? -1 : step, Map.of());
    }
    if (curves.isCurve(expression)) {
      return new Form(-1, Map.of(curve(expression), number(1)));
    }
    if (expression instanceof Expression.Application a
        && a.function() instanceof Arithmetic operation) {
      Expression left = a.arguments().get(0);
      Expression right = a.arguments().get(1);
      switch (operation) {
        case ADD:
          return sum(form(left), form(right));
        case SUBTRACT:
          return sum(form(left), scaled(form(right), number(-1)));
        case MULTIPLY:
          if (left.level() != Level.DRAW) {
            return scaled(form(right), build(left));
          }
          if (right.level() != Level.DRAW) {
            return scaled(form(left), build(right));
          }
          break;
        case DIVIDE:
          if (right.level() != Level.DRAW) {
            return scaled(form(left), call(Arithmetic.DIVIDE, List.of(number(1), build(right))));
          }
          break;
        default:
          throw new AssertionError(operation);
      }
    }
    return new Form(-1, Map.of(coarse(expression), number(1)));
  }

  private int curve(Expression expression) {
    CurveParts parts = new CurveParts(expression, this::build);
    return add(parts.curve(), Level.DRAW, true);
  }

  private Form sum(Form a, Form b) {
    Map<Integer, Integer> terms = new LinkedHashMap<>(a.terms);
    b.terms.forEach((atom, coefficient) -> terms.merge(atom, coefficient, this::plus));
    return new Form(plus(a.constant, b.constant), terms);
  }

  private int plus(int a, int b) {
    if (a < 0) {
      return b;
    }
    return b < 0 ? a : call(Arithmetic.ADD, List.of(a, b));
  }

  private int times(int a, int b) {
    if (isNumber(a, 1)) {
      return b;
    }
    return isNumber(b, 1) ? a : call(Arithmetic.MULTIPLY, List.of(a, b));
  }

  private Form scaled(Form form, int factor) {
    Map<Integer, Integer> terms = new LinkedHashMap<>();
    form.terms.forEach((atom, coefficient) -> terms.put(atom, times(coefficient, factor)));
    return new Form(form.constant < 0 ? -1 : times(form.constant, factor), terms);
  }

  private boolean isNumber(int step, double value) {
    return nodes.get(step) instanceof Node.Number n && n.value() == value;
  }

  private int emit(Form form) {
    Map<Integer, Integer> fixed = new LinkedHashMap<>();
    Map<Integer, Integer> moving = new LinkedHashMap<>();
    form.terms.forEach(
        (atom, coefficient) ->
            (dependent.get(atom) || dependent.get(coefficient) ? moving : fixed)
                .put(atom, coefficient));
    int constant = form.constant;
    if (!fixed.isEmpty()) {
      boolean absorbs = constant >= 0 && !dependent.get(constant);
      int kept = linear(absorbs ? constant : -1, fixed);
      constant = absorbs ? -1 : constant;
      Map<Integer, Integer> terms = new LinkedHashMap<>();
      terms.put(kept, number(1));
      terms.putAll(moving);
      return linear(constant, terms);
    }
    return linear(constant, moving);
  }

  private int linear(int constant, Map<Integer, Integer> terms) {
    if (constant < 0 && terms.size() == 1) {
      Map.Entry<Integer, Integer> only = terms.entrySet().iterator().next();
      if (isNumber(only.getValue(), 1)) {
        return only.getKey();
      }
    }
    boolean depends = constant >= 0 && dependent.get(constant);
    for (Map.Entry<Integer, Integer> term : terms.entrySet()) {
      depends |= dependent.get(term.getKey()) || dependent.get(term.getValue());
    }
    Node node = new Node.Linear(constant, List.copyOf(terms.values()), List.copyOf(terms.keySet()));
    return add(node, Level.DRAW, depends);
  }
}

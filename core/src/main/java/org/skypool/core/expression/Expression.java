package org.skypool.core.expression;

import java.util.List;

/**
 * A real-valued expression over hyperparameters, covariates of objects and columns of draws, kept
 * as an immutable graph.
 *
 * <p>The graph says what is computed, not how: {@link Program} evaluates it over blocks of draws
 * with exact derivatives by every hyperparameter, {@link ScalarFunction} at one point.
 * Sub-expressions may be shared. Two expressions are equal only if they are the same object.
 */
public abstract sealed class Expression {

  private final Level level;
  private final boolean dependsOnHyperparameters;

  private Expression(Level level, boolean dependsOnHyperparameters) {
    this.level = level;
    this.dependsOnHyperparameters = dependsOnHyperparameters;
  }

  /** How often this expression has a value. */
  public final Level level() {
    return level;
  }

  /** Whether the value changes with the hyperparameters. */
  public final boolean dependsOnHyperparameters() {
    return dependsOnHyperparameters;
  }

  /** A number. */
  public static final class Constant extends Expression {
    private final double value;

    private Constant(double value) {
      super(Level.SCALAR, false);
      this.value = value;
    }

    /** The number. */
    public double value() {
      return value;
    }
  }

  /** A hyperparameter, by name. */
  public static final class Hyperparameter extends Expression {
    private final String name;

    private Hyperparameter(String name) {
      super(Level.SCALAR, true);
      this.name = name;
    }

    /** Its name. */
    public String name() {
      return name;
    }
  }

  /** A column of data by name: a covariate (per object) or a quantity of each draw. */
  public static final class Column extends Expression {
    private final String name;

    private Column(String name, Level level) {
      super(level, false);
      this.name = name;
    }

    /** Its name. */
    public String name() {
      return name;
    }
  }

  /** A function applied to expressions. */
  public static final class Application extends Expression {
    private final ElementFunction function;
    private final List<Expression> arguments;

    private Application(ElementFunction function, List<Expression> arguments) {
      super(
          arguments.stream().map(Expression::level).reduce(Level.SCALAR, Level::max),
          arguments.stream().anyMatch(Expression::dependsOnHyperparameters));
      this.function = function;
      this.arguments = List.copyOf(arguments);
    }

    /** The function. */
    public ElementFunction function() {
      return function;
    }

    /** Its arguments in order. */
    public List<Expression> arguments() {
      return arguments;
    }
  }

  /** The constant expression {@code value}. */
  public static Expression constant(double value) {
    return new Constant(value);
  }

  /** The hyperparameter called {@code name}. */
  public static Expression hyperparameter(String name) {
    return new Hyperparameter(name);
  }

  /** The covariate called {@code name}: one value per object. */
  public static Expression covariate(String name) {
    return new Column(name, Level.OBJECT);
  }

  /**
   * The quantity called {@code name} of every draw: an individual parameter or a stored observable.
   */
  public static Expression draw(String name) {
    return new Column(name, Level.DRAW);
  }

  /**
   * Applies a function; constants are folded.
   *
   * @throws IllegalArgumentException if the number of arguments is not the function's arity
   */
  public static Expression apply(ElementFunction function, Expression... arguments) {
    if (arguments.length != function.arity()) {
      throw new IllegalArgumentException(
          function.name() + " takes " + function.arity() + " arguments, not " + arguments.length);
    }
    boolean constant = true;
    for (Expression argument : arguments) {
      constant &= argument instanceof Constant;
    }
    Application application = new Application(function, List.of(arguments));
    return constant ? fold(application) : application;
  }

  private static Expression fold(Application application) {
    int n = application.arguments.size();
    double[][] values = new double[n][1];
    for (int j = 0; j < n; j++) {
      values[j][0] = ((Constant) application.arguments.get(j)).value;
    }
    double[] out = new double[1];
    application.function.value(values, 0, 1, out);
    return constant(out[0]);
  }

  /** {@code this + other}. */
  public final Expression plus(Expression other) {
    if (isConstant(0)) {
      return other;
    }
    return other.isConstant(0) ? this : apply(Arithmetic.ADD, this, other);
  }

  /** {@code this + other}. */
  public final Expression plus(double other) {
    return plus(constant(other));
  }

  /** {@code this - other}. */
  public final Expression minus(Expression other) {
    return other.isConstant(0) ? this : apply(Arithmetic.SUBTRACT, this, other);
  }

  /** {@code this - other}. */
  public final Expression minus(double other) {
    return minus(constant(other));
  }

  /** {@code this * other}. */
  public final Expression times(Expression other) {
    if (isConstant(1)) {
      return other;
    }
    return other.isConstant(1) ? this : apply(Arithmetic.MULTIPLY, this, other);
  }

  /** {@code this * other}. */
  public final Expression times(double other) {
    return times(constant(other));
  }

  /** {@code this / other}. */
  public final Expression dividedBy(Expression other) {
    return other.isConstant(1) ? this : apply(Arithmetic.DIVIDE, this, other);
  }

  /** {@code this / other}. */
  public final Expression dividedBy(double other) {
    return dividedBy(constant(other));
  }

  /** {@code -this}. */
  public final Expression negate() {
    return times(-1);
  }

  /** {@code this * this}. */
  public final Expression square() {
    return apply(Elementary.SQUARE, this);
  }

  /** {@code e^this}. */
  public final Expression exp() {
    return apply(Elementary.EXP, this);
  }

  /** Natural logarithm; minus infinity at 0, NaN below. */
  public final Expression log() {
    return apply(Elementary.LOG, this);
  }

  /** Whether this is the constant {@code value}. */
  final boolean isConstant(double value) {
    return this instanceof Constant c && c.value == value;
  }
}

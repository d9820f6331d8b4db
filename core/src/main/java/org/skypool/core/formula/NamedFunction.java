package org.skypool.core.formula;

import java.util.List;
import java.util.function.Function;
import org.skypool.core.expression.ElementFunction;
import org.skypool.core.expression.Expression;

/**
 * A function that formulas may call.
 *
 * @param name its name
 * @param parameters names of its parameters, in order
 * @param variadic whether it takes any number of further arguments
 * @param body makes the value from the arguments
 */
public record NamedFunction(
    String name,
    List<String> parameters,
    boolean variadic,
    Function<List<Expression>, Expression> body) {

  /** Copies the list of parameters. */
  public NamedFunction {
    parameters = List.copyOf(parameters);
  }

  /** A function with a fixed number of arguments. */
  public static NamedFunction of(String name, ElementFunction function, String... parameters) {
    return new NamedFunction(
        name,
        List.of(parameters),
        false,
        arguments -> Expression.apply(function, arguments.toArray(Expression[]::new)));
  }

  /** A function of two or more arguments, applied from left to right. */
  static NamedFunction folding(String name, ElementFunction function) {
    return new NamedFunction(
        name,
        List.of("x", "y"),
        true,
        arguments ->
            arguments.stream().reduce((x, y) -> Expression.apply(function, x, y)).orElseThrow());
  }
}

package org.skypool.core.formula;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.skypool.core.expression.ElementFunction;
import org.skypool.core.expression.Expression;

/**
 * A function that formulas may call.
 *
 * @param name its name
 * @param parameters names of its parameters, in order
 * @param fallbacks values of the last parameters, which may be left out
 * @param variadic whether it takes any number of further arguments
 * @param body makes the value from the arguments
 */
public record NamedFunction(
    String name,
    List<String> parameters,
    List<Double> fallbacks,
    boolean variadic,
    Function<List<Expression>, Expression> body) {

  /** Copies the list of parameters. */
  public NamedFunction {
    parameters = List.copyOf(parameters);
    fallbacks = List.copyOf(fallbacks);
  }

  /** A function with a fixed number of arguments. */
  public static NamedFunction of(String name, ElementFunction function, String... parameters) {
    return new NamedFunction(
        name,
        List.of(parameters),
        List.of(),
        false,
        arguments -> Expression.apply(function, arguments.toArray(Expression[]::new)));
  }

  /** The same function, its last parameters with values where they are left out. */
  NamedFunction or(Double... values) {
    return new NamedFunction(name, parameters, List.of(values), variadic, body);
  }

  /** The value of a parameter that is left out, if it may be. */
  Optional<Expression> fallback(int parameter) {
    int first = parameters.size() - fallbacks.size();
    return parameter < first
        ? Optional.empty()
        : Optional.of(Expression.constant(fallbacks.get(parameter - first)));
  }

  /** A function of two or more arguments, applied from left to right. */
  static NamedFunction folding(String name, ElementFunction function) {
    return new NamedFunction(
        name,
        List.of("x", "y"),
        List.of(),
        true,
        arguments ->
            arguments.stream().reduce((x, y) -> Expression.apply(function, x, y)).orElseThrow());
  }
}

package org.skypool.core.formula;

import java.util.List;
import java.util.Optional;
import org.skypool.core.density.DensityRegistry;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;

/**
 * Reads formulas: text to expressions and densities.
 *
 * <pre>
 * formula  = term { ("+" | "-") term }
 * term     = factor { ("*" | "/") factor }
 * factor   = ("-" | "+") factor | primary [ "^" factor ]
 * primary  = number | name | name "[" index "]" | name "(" [ argument { "," argument } ] ")" | "(" formula ")"
 * argument = [ name "=" ] formula
 * </pre>
 *
 * <p>{@code ^} binds most tightly and to the right: {@code -2^2} is -4. {@code *} between densities
 * is the joint density. {@code mix(w1, d1, w2, d2, ..., d_last)}, {@code truncated(d, low, high)}
 * and {@code free(log_density)} make densities beside the named distributions. In a density of
 * several variables the first positional argument of a named distribution is its variable. {@code
 * pi} and {@code inf} are constants; a name of the scope hides {@code pi}.
 *
 * <p>A parser is immutable and may be shared.
 */
public final class FormulaParser {

  private static final FormulaParser STANDARD =
      new FormulaParser(DensityRegistry.standard(), FunctionRegistry.standard());

  private final DensityRegistry densities;
  private final FunctionRegistry functions;

  private FormulaParser(DensityRegistry densities, FunctionRegistry functions) {
    this.densities = densities;
    this.functions = functions;
  }

  /** A parser that knows the built-in distributions and functions. */
  public static FormulaParser standard() {
    return STANDARD;
  }

  /** A parser that knows the given distributions and functions. */
  public static FormulaParser of(DensityRegistry densities, FunctionRegistry functions) {
    return new FormulaParser(densities, functions);
  }

  /** The distributions it knows. */
  public DensityRegistry densities() {
    return densities;
  }

  /** The functions it knows. */
  public FunctionRegistry functions() {
    return functions;
  }

  /**
   * Reads a formula for a number.
   *
   * @throws FormulaException if it is not one
   */
  public Expression number(String text, Scope scope) {
    return new Reading(text, List.of(), scope, this).number();
  }

  /**
   * Reads a formula for a density.
   *
   * @param text the formula
   * @param variables what it is a density of; each must be in the scope
   * @param scope the names it may use
   * @throws FormulaException if it is not a density of exactly these variables
   * @throws IllegalArgumentException if a variable is not in the scope
   */
  public DensityTerm density(String text, List<String> variables, Scope scope) {
    for (String variable : variables) {
      if (scope.find(variable).isEmpty()) {
        throw new IllegalArgumentException(
            "'" + variable + "' is not in the scope" + NearestName.hint(variable, scope.names()));
      }
    }
    return new Reading(text, variables, scope, this).density();
  }

  /**
   * The value of a formula that is a number and uses no names, for example {@code log(2)}.
   *
   * @return empty for any other text
   */
  public Optional<Double> constant(String text) {
    try {
      return number(text, Scope.empty()) instanceof Expression.Constant c
          ? Optional.of(c.value())
          : Optional.empty();
    } catch (FormulaException notANumber) {
      return Optional.empty();
    }
  }
}

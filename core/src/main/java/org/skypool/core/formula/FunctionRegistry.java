package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.CosmologyFunction;
import org.skypool.core.expression.Elementary;
import org.skypool.core.expression.Scientific;
import org.skypool.core.expression.SpecialFunction;

/**
 * The functions that formulas may call. Immutable. Angles are in radians, {@code log} is natural.
 */
public final class FunctionRegistry {

  private static final FunctionRegistry STANDARD =
      of(
          List.of(
              NamedFunction.of("exp", Elementary.EXP, "x"),
              NamedFunction.of("log", Elementary.LOG, "x"),
              NamedFunction.of("square", Elementary.SQUARE, "x"),
              NamedFunction.of("log10", Scientific.LOG10, "x"),
              NamedFunction.of("log1p", Scientific.LOG1P, "x"),
              NamedFunction.of("expm1", Scientific.EXPM1, "x"),
              NamedFunction.of("sqrt", Scientific.SQRT, "x"),
              NamedFunction.of("abs", Scientific.ABS, "x"),
              NamedFunction.of("sin", Scientific.SIN, "x"),
              NamedFunction.of("cos", Scientific.COS, "x"),
              NamedFunction.of("tan", Scientific.TAN, "x"),
              NamedFunction.of("atan", Scientific.ATAN, "x"),
              NamedFunction.of("tanh", Scientific.TANH, "x"),
              NamedFunction.of("pow", Binary.POW, "x", "y"),
              NamedFunction.folding("min", Binary.MIN),
              NamedFunction.folding("max", Binary.MAX),
              NamedFunction.folding("log_add_exp", Binary.LOG_ADD_EXP),
              NamedFunction.of("erf", SpecialFunction.ERF, "x"),
              NamedFunction.of("normal_cdf", SpecialFunction.NORMAL_CDF, "x"),
              NamedFunction.of("log_normal_cdf", SpecialFunction.LOG_NORMAL_CDF, "x"),
              NamedFunction.of("log_gamma", SpecialFunction.LOG_GAMMA, "x"),
              NamedFunction.of("log_beta", SpecialFunction.LOG_BETA, "a", "b"),
              NamedFunction.of("log_upper_gamma", SpecialFunction.LOG_UPPER_GAMMA, "s", "x"),
              cosmology("comoving_distance", CosmologyFunction.COMOVING_DISTANCE),
              cosmology("luminosity_distance", CosmologyFunction.LUMINOSITY_DISTANCE),
              cosmology("distmod", CosmologyFunction.DISTMOD),
              cosmology("comoving_volume_element", CosmologyFunction.COMOVING_VOLUME_ELEMENT)));

  private final Map<String, NamedFunction> byName;

  /** With a cosmological constant and 70 km/s/Mpc unless something else is said. */
  private static NamedFunction cosmology(String name, CosmologyFunction function) {
    return NamedFunction.of(name, function, "z", "omega_m", "w", "h0").or(-1.0, 70.0);
  }

  private FunctionRegistry(Map<String, NamedFunction> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** The built-in functions. */
  public static FunctionRegistry standard() {
    return STANDARD;
  }

  private static FunctionRegistry of(Collection<NamedFunction> functions) {
    Map<String, NamedFunction> byName = new LinkedHashMap<>();
    for (NamedFunction function : functions) {
      if (byName.put(function.name(), function) != null) {
        throw new IllegalArgumentException("two functions are called '" + function.name() + "'");
      }
    }
    return new FunctionRegistry(byName);
  }

  /**
   * These functions and more.
   *
   * @throws IllegalArgumentException if a name is taken
   */
  public FunctionRegistry with(Collection<NamedFunction> more) {
    List<NamedFunction> all = new ArrayList<>(byName.values());
    all.addAll(more);
    return of(all);
  }

  /** The function called {@code name}, if there is one. */
  public Optional<NamedFunction> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names. */
  public Set<String> names() {
    return byName.keySet();
  }
}

package org.skypool.core.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.expression.Replacement;

/**
 * What a configuration gives an object model: its arguments, correlations between measurement
 * errors, and parameters that are determined, each an expression over columns (of the catalogue or
 * of the observations) and hyperparameters.
 *
 * @param thetas names of the individual parameters, in order, determined ones included
 * @param values argument by key and name; the key is an individual parameter, or the list of all of
 *     them, {@code slope,intercept}, where a model has arguments for all of them together, or an
 *     observable where a model predicts these
 * @param correlation correlation of errors by pair of parameters
 * @param determined individual parameters that follow from columns and hyperparameters, by name:
 *     they are substituted and not inferred
 * @param guesses what is known of individual parameters before anything is measured, by name, for
 *     models whose likelihood does not say where it is
 * @param mayLack observables that an object may lack, its value or error being NaN; its likelihood
 *     is then that of the others
 */
public record ModelArguments(
    List<String> thetas,
    Map<String, Map<String, Expression>> values,
    Map<Pair, Expression> correlation,
    Map<String, Expression> determined,
    Map<String, Guess> guesses,
    Set<String> mayLack) {

  /** An unordered pair of individual parameters, or of observables. */
  public record Pair(String first, String second) {}

  /** Arguments of objects that lack nothing. */
  public ModelArguments(
      List<String> thetas,
      Map<String, Map<String, Expression>> values,
      Map<Pair, Expression> correlation,
      Map<String, Expression> determined,
      Map<String, Guess> guesses) {
    this(thetas, values, correlation, determined, guesses, Set.of());
  }

  /** Arguments of models that need no guesses. */
  public ModelArguments(
      List<String> thetas,
      Map<String, Map<String, Expression>> values,
      Map<Pair, Expression> correlation,
      Map<String, Expression> determined) {
    this(thetas, values, correlation, determined, Map.of());
  }

  /** Arguments of parameters that are all free. */
  public ModelArguments(
      List<String> thetas,
      Map<String, Map<String, Expression>> values,
      Map<Pair, Expression> correlation) {
    this(thetas, values, correlation, Map.of());
  }

  /** Checks that what is determined is an individual parameter, and what may lack has values. */
  public ModelArguments {
    for (String name : determined.keySet()) {
      if (!thetas.contains(name)) {
        throw new IllegalArgumentException(
            "objects.theta." + name + " is determined, but the model has " + thetas);
      }
    }
    if (!values.keySet().containsAll(mayLack)) {
      throw new IllegalArgumentException(
          "objects may lack " + mayLack + ", but the model has " + values.keySet());
    }
  }

  /** The individual parameters that are to be inferred, in order. */
  public List<String> free() {
    return thetas.stream().filter(theta -> !determined.containsKey(theta)).toList();
  }

  /** An individual parameter in a log likelihood: a draw, or what it is determined by. */
  public Expression theta(String name) {
    Expression given = determined.get(name);
    return given == null ? Expression.draw(name) : given;
  }

  /** The keys of {@link #values} that a model asks for, in order. */
  public List<String> keys(ObjectModel model) {
    if (model.predictsObservables()) {
      return List.copyOf(values.keySet());
    }
    return model.sharesArguments() ? List.of(String.join(",", thetas)) : thetas;
  }

  /** The key of the configuration that an argument of a model comes from. */
  static String path(ObjectModel model, String key, String argument) {
    return model.predictsObservables()
        ? "objects.observable." + key + "." + argument
        : path(key, argument);
  }

  /** The key of the configuration that an argument of an individual parameter comes from. */
  static String path(String key, String argument) {
    String quoted = key.contains(",") ? "\"" + key + "\"" : key;
    return "objects.theta." + quoted + "." + argument;
  }

  /** Correlation of the errors of two parameters or observables, 0 where none is given. */
  Expression correlationOf(String one, String other) {
    return correlation.getOrDefault(
        new Pair(one, other),
        correlation.getOrDefault(new Pair(other, one), Expression.constant(0)));
  }

  /**
   * These arguments with those left out at their defaults.
   *
   * @throws IllegalArgumentException naming the key of an argument that is missing or unknown, or
   *     why the model refuses them
   */
  public ModelArguments complete(ObjectModel model) {
    Map<String, Map<String, Expression>> all = new LinkedHashMap<>();
    for (String key : keys(model)) {
      all.put(key, complete(model, key));
    }
    if (!correlation.isEmpty() && !model.allowsCorrelation()) {
      throw new IllegalArgumentException(
          "objects.correlation: model " + model.name() + " has no correlated errors");
    }
    Optional<String> refusal = model.refuses(this);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(refusal.get());
    }
    return new ModelArguments(thetas, all, correlation, determined, guesses, mayLack);
  }

  private Map<String, Expression> complete(ObjectModel model, String key) {
    Map<String, Expression> given = values.getOrDefault(key, Map.of());
    Map<String, Expression> all = new LinkedHashMap<>();
    for (ModelArgument argument : model.arguments()) {
      Expression value = given.get(argument.name());
      if (value == null && argument.fallback().isEmpty()) {
        throw new IllegalArgumentException(
            path(model, key, argument.name())
                + " is missing: model "
                + model.name()
                + " needs "
                + model.arguments().stream()
                    .filter(a -> a.fallback().isEmpty())
                    .map(ModelArgument::name)
                    .toList());
      }
      all.put(
          argument.name(),
          value == null ? Expression.constant(argument.fallback().orElseThrow()) : value);
    }
    for (String name : given.keySet()) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            path(model, key, name)
                + " is unknown: model "
                + model.name()
                + " takes "
                + List.copyOf(all.keySet()));
      }
    }
    return all;
  }

  /** Names of the hyperparameters that any of the expressions uses, in alphabetical order. */
  public Set<String> hyperparameters() {
    return NamesIn.of(flattened().values()).hyperparameters();
  }

  /** These arguments with another map of values. */
  ModelArguments withValues(Map<String, Map<String, Expression>> others) {
    return new ModelArguments(thetas, others, correlation, determined, guesses, mayLack);
  }

  /** These arguments with hyperparameters replaced by numbers. */
  public ModelArguments at(Map<String, Double> phi) {
    UnaryOperator<Expression> replace = expression -> Replacement.ofNumbers(expression, phi);
    Map<String, Map<String, Expression>> replaced = new LinkedHashMap<>();
    values.forEach((key, arguments) -> replaced.put(key, mapped(arguments, replace)));
    return new ModelArguments(
        thetas,
        replaced,
        mapped(correlation, replace),
        mapped(determined, replace),
        guesses,
        mayLack);
  }

  private static <K> Map<K, Expression> mapped(
      Map<K, Expression> map, UnaryOperator<Expression> change) {
    Map<K, Expression> changed = new LinkedHashMap<>();
    map.forEach((key, expression) -> changed.put(key, change.apply(expression)));
    return changed;
  }

  /**
   * All expressions as one map for messages and checks, keyed {@code theta.argument}, {@code
   * theta.equals} for a determined parameter.
   */
  public Map<String, Expression> flattened() {
    Map<String, Expression> all = new LinkedHashMap<>();
    values.forEach((theta, map) -> map.forEach((name, e) -> all.put(theta + "." + name, e)));
    correlation.forEach(
        (pair, e) -> all.put("correlation." + pair.first() + "," + pair.second(), e));
    determined.forEach((theta, e) -> all.put(theta + ".equals", e));
    return all;
  }
}

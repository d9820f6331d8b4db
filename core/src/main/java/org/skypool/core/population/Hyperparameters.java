package org.skypool.core.population;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.LevelChoice;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;

/**
 * The hyperparameters of a population model and what their names stand for in formulas.
 *
 * <p>A key with a covariate as index, {@code mu[state]}, is one hyperparameter per value of the
 * covariate, called {@code mu[1]}, {@code mu[2]} and so on; in a formula {@code mu[state]} is the
 * one of the object's own state. A key of one level, {@code mu[2]}, replaces that one.
 */
public final class Hyperparameters {

  /** More values are hardly levels, and every object pays for each of them. */
  private static final int MOST_LEVELS = 1000;

  private final PopulationText text;
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final Map<String, Double> fixed = new LinkedHashMap<>();
  private final Map<String, IndexedName> indexed = new LinkedHashMap<>();

  private Hyperparameters(FormulaParser parser, PopulationText text) {
    this.text = text;
    text.hyperpriors().forEach((key, prior) -> add(key, parser.constant(prior)));
  }

  /**
   * Reads the names.
   *
   * @throws KeyedFormulaException for an index that is not a covariate or whose values are not
   *     known
   */
  public static Hyperparameters of(FormulaParser parser, PopulationText text) {
    return new Hyperparameters(parser, text);
  }

  private void add(String key, Optional<Double> number) {
    if (HyperpriorGroup.isGroup(key)) {
      HyperpriorGroup.namesIn(key).forEach(name -> put(name, key, Optional.empty()));
      return;
    }
    Optional<IndexedName> index = IndexedName.of(key).filter(name -> !name.isLevel());
    if (index.isEmpty()) {
      put(key, key, number);
      return;
    }
    indexed.put(key, index.get());
    for (double level : levels(key, index.get())) {
      String name = index.get().at(level);
      if (!text.hyperpriors().containsKey(name)) {
        put(name, key, number);
      }
    }
  }

  private void put(String name, String key, Optional<Double> number) {
    if (number.isPresent()) {
      fixed.put(name, number.get());
    } else {
      keys.put(name, key);
    }
  }

  private List<Double> levels(String key, IndexedName name) {
    String prior = text.hyperpriors().get(key);
    if (!text.covariates().contains(name.index())) {
      throw new KeyedFormulaException(
          keyOf(key), prior, name.index() + " is not a column of the catalogue");
    }
    List<Double> levels = text.levels().get(name.index());
    if (levels == null || levels.isEmpty()) {
      throw new KeyedFormulaException(
          keyOf(key), prior, "the values of the column " + name.index() + " are needed");
    }
    if (levels.size() > MOST_LEVELS) {
      throw new KeyedFormulaException(
          keyOf(key),
          prior,
          name.index() + " has " + levels.size() + " values, must be <= " + MOST_LEVELS);
    }
    return levels;
  }

  /** Names of those to be inferred, in the order written, the levels of an index ascending. */
  public List<String> free() {
    return List.copyOf(keys.keySet());
  }

  /** Values of those that a number fixes. */
  public Map<String, Double> fixed() {
    return Collections.unmodifiableMap(fixed);
  }

  /** The key of the configuration that a free hyperparameter comes from. */
  String key(String name) {
    return keys.get(name);
  }

  /** Whether the key of a free hyperparameter is in a set of keys or names. */
  boolean isNamedBy(java.util.Set<String> chosen, String name) {
    return chosen.contains(name) || chosen.contains(keys.get(name));
  }

  static String keyOf(String key) {
    boolean plain = key.matches("[A-Za-z_][A-Za-z0-9_]*");
    return "population.hyperprior." + (plain ? key : "\"" + key + "\"");
  }

  /**
   * A scope and all hyperparameters.
   *
   * @param base contains the covariates that serve as index
   * @throws IllegalArgumentException if a name is taken
   */
  public Scope in(Scope base) {
    Scope scope = named(base);
    for (Map.Entry<String, IndexedName> entry : indexed.entrySet()) {
      scope = scope.with(entry.getKey(), choice(entry.getKey(), entry.getValue(), scope));
    }
    return scope;
  }

  private Expression choice(String key, IndexedName name, Scope scope) {
    List<Double> levels = text.levels().get(name.index());
    List<Expression> arguments = new ArrayList<>();
    arguments.add(
        scope
            .find(name.index())
            .orElseThrow(() -> new IllegalArgumentException("no column " + name.index())));
    levels.forEach(level -> arguments.add(scope.find(name.at(level)).orElseThrow()));
    double[] values = levels.stream().mapToDouble(Double::doubleValue).toArray();
    return Expression.apply(new LevelChoice(key, values), arguments.toArray(Expression[]::new));
  }

  private Scope named(Scope base) {
    Scope scope = base.withHyperparameters(free());
    for (Map.Entry<String, Double> constant : fixed.entrySet()) {
      scope = scope.with(constant.getKey(), Expression.constant(constant.getValue()));
    }
    return scope;
  }

  /** A scope for formulas over hyperparameters only. */
  Scope alone() {
    return named(Scope.empty());
  }

  /**
   * A scope for the prior of one hyperparameter: where it has an index, others of the same index
   * stand for those of its own level.
   */
  Scope priorOf(String name) {
    Scope scope = alone();
    IndexedName own = indexed.get(keys.get(name));
    if (own == null) {
      return scope;
    }
    for (double level : text.levels().get(own.index())) {
      if (own.at(level).equals(name)) {
        for (Map.Entry<String, IndexedName> other : indexed.entrySet()) {
          if (other.getValue().index().equals(own.index())) {
            scope =
                scope.with(other.getKey(), scope.find(other.getValue().at(level)).orElseThrow());
          }
        }
      }
    }
    return scope;
  }
}

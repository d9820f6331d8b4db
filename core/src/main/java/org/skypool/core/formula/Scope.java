package org.skypool.core.formula;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.skypool.core.expression.Expression;

/**
 * The names a formula may use and what they stand for. Immutable. A name stands for one thing only;
 * one scope gives the same expression for the same name in every formula.
 *
 * <p>Names may carry an index, {@code mu[state]}, and are looked up including it.
 */
public final class Scope {

  private static final Scope EMPTY = new Scope(Map.of());

  private final Map<String, Expression> names;

  private Scope(Map<String, Expression> names) {
    this.names = Collections.unmodifiableMap(names);
  }

  /** No names. */
  public static Scope empty() {
    return EMPTY;
  }

  /** This scope and hyperparameters. */
  public Scope withHyperparameters(Collection<String> more) {
    return with(more, Expression::hyperparameter);
  }

  /** This scope and covariates: one value per object. */
  public Scope withCovariates(Collection<String> more) {
    return with(more, Expression::covariate);
  }

  /** This scope and thetas or stored observables: one value per draw. */
  public Scope withThetas(Collection<String> more) {
    return with(more, Expression::draw);
  }

  /** This scope without some names. */
  public Scope without(Collection<String> hidden) {
    Map<String, Expression> fewer = new LinkedHashMap<>(names);
    hidden.forEach(fewer::remove);
    return new Scope(fewer);
  }

  /** This scope and one name that stands for {@code meaning}. */
  public Scope with(String name, Expression meaning) {
    return with(Set.of(name), n -> meaning);
  }

  /**
   * This scope and more names.
   *
   * @throws IllegalArgumentException if a name is taken
   */
  private Scope with(Collection<String> more, Function<String, Expression> meaning) {
    Map<String, Expression> all = new LinkedHashMap<>(names);
    for (String name : more) {
      if (all.put(name, meaning.apply(name)) != null) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' would have two meanings: names of hyperparameters, columns and thetas"
                + " must differ");
      }
    }
    return new Scope(all);
  }

  /** What {@code name} stands for, if known. */
  public Optional<Expression> find(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** All names, in the order they were added. */
  public Set<String> names() {
    return names.keySet();
  }
}

package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skypool.core.expression.Expression;

/**
 * The names a formula may use and what they stand for. Immutable. A name stands for one thing only;
 * one scope gives the same expression for the same name in every formula.
 *
 * <p>Names may carry an index, {@code mu[state]}, and are looked up including it. A vector is a
 * list of such names, {@code h} for {@code h[1], h[2], ...}.
 */
public final class Scope {

  private static final Pattern ELEMENT =
      Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)\\[i([+-][0-9]+)?\\]");
  private static final Scope EMPTY = new Scope(Map.of(), Map.of(), 0);

  private final Map<String, Expression> names;
  private final Map<String, List<Expression>> vectors;
  private final int element;

  private Scope(Map<String, Expression> names, Map<String, List<Expression>> vectors, int element) {
    this.names = Collections.unmodifiableMap(names);
    this.vectors = Collections.unmodifiableMap(vectors);
    this.element = element;
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
    return new Scope(fewer, vectors, element);
  }

  /** This scope and one name that stands for {@code meaning}. */
  public Scope with(String name, Expression meaning) {
    return with(Set.of(name), n -> meaning);
  }

  /**
   * This scope and a vector of names that are in it: {@code h} for {@code h[1], h[2], ..., h[n]}.
   *
   * @throws IllegalArgumentException if the name is taken, or an element is not in this scope
   */
  public Scope withVector(String name, int length) {
    if (names.containsKey(name) || vectors.containsKey(name)) {
      throw twoMeanings(name);
    }
    List<Expression> elements = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      String each = name + "[" + i + "]";
      elements.add(
          find(each).orElseThrow(() -> new IllegalArgumentException("no element " + each)));
    }
    Map<String, List<Expression>> all = new LinkedHashMap<>(vectors);
    all.put(name, List.copyOf(elements));
    return new Scope(names, all, element);
  }

  /**
   * This scope for one element of a vector: {@code i} is its number, {@code h[i]} and {@code
   * h[i-1]} the elements of any vector {@code h} of this number and the one before. Where {@code i}
   * alone has a meaning already it keeps it.
   */
  public Scope atElement(int number) {
    Map<String, Expression> all = new LinkedHashMap<>(names);
    all.putIfAbsent("i", Expression.constant(number));
    return new Scope(all, vectors, number);
  }

  /**
   * This scope and more names.
   *
   * @throws IllegalArgumentException if a name is taken
   */
  private Scope with(Collection<String> more, Function<String, Expression> meaning) {
    Map<String, Expression> all = new LinkedHashMap<>(names);
    for (String name : more) {
      if (vectors.containsKey(name) || all.put(name, meaning.apply(name)) != null) {
        throw twoMeanings(name);
      }
    }
    return new Scope(all, vectors, element);
  }

  private static IllegalArgumentException twoMeanings(String name) {
    return new IllegalArgumentException(
        "'"
            + name
            + "' would have two meanings: names of hyperparameters, columns and thetas must differ");
  }

  /** What {@code name} stands for, if known and a number. */
  public Optional<Expression> find(String name) {
    Expression known = names.get(name);
    if (known == null && element > 0) {
      Matcher relative = ELEMENT.matcher(name);
      if (relative.matches()) {
        String by = relative.group(2);
        int number = element + (by == null ? 0 : Integer.parseInt(by));
        known = names.get(relative.group(1) + "[" + number + "]");
      }
    }
    return Optional.ofNullable(known);
  }

  /** The elements of the vector called {@code name}, if there is one. */
  public Optional<List<Expression>> findVector(String name) {
    return Optional.ofNullable(vectors.get(name));
  }

  /**
   * What is wrong with an unknown name that is an element of a known vector: its number.
   *
   * @return empty for any other name
   */
  public Optional<String> outside(String name) {
    int bracket = name.indexOf('[');
    String base = bracket < 0 ? name : name.substring(0, bracket);
    return bracket < 0
        ? Optional.empty()
        : findVector(base)
            .map(
                elements ->
                    "no element %s: %s has elements 1 to %d%s"
                        .formatted(name, base, elements.size(), hereIs(name)));
  }

  private String hereIs(String name) {
    return element > 0 && ELEMENT.matcher(name).matches()
        ? ", and i is %d here; an element without one before it needs a prior of its own"
            .formatted(element)
        : "";
  }

  /** All names, in the order they were added, vectors last. */
  public Set<String> names() {
    Set<String> all = new LinkedHashSet<>(names.keySet());
    all.addAll(vectors.keySet());
    return Collections.unmodifiableSet(all);
  }
}

package org.skypool.core.expression;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names an expression uses, by kind, each in alphabetical order.
 *
 * @param hyperparameters names of hyperparameters
 * @param covariates names of columns with one value per object
 * @param draws names of columns with one value per draw: thetas and stored observables
 */
public record NamesIn(Set<String> hyperparameters, Set<String> covariates, Set<String> draws) {

  /** The names in {@code expression}. */
  public static NamesIn of(Expression expression) {
    return of(List.of(expression));
  }

  /** The names in any of the {@code expressions}. */
  public static NamesIn of(Collection<Expression> expressions) {
    NamesIn names = new NamesIn(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    Set<Expression> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Expression> open = new ArrayDeque<>(expressions);
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (seen.add(next)) {
        names.add(next);
        if (next instanceof Expression.Application a) {
          a.arguments().forEach(open::push);
        }
      }
    }
    return new NamesIn(
        Collections.unmodifiableSet(names.hyperparameters),
        Collections.unmodifiableSet(names.covariates),
        Collections.unmodifiableSet(names.draws));
  }

  private void add(Expression expression) {
    if (expression instanceof Expression.Hyperparameter h) {
      hyperparameters.add(h.name());
    } else if (expression instanceof Expression.Column c) {
      (c.level() == Level.OBJECT ? covariates : draws).add(c.name());
    }
  }

  /** All names, whatever their kind, in alphabetical order. */
  public Set<String> all() {
    Set<String> all = new TreeSet<>(hyperparameters);
    all.addAll(covariates);
    all.addAll(draws);
    return Collections.unmodifiableSet(all);
  }
}

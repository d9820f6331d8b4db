package org.skypool.core.population;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order in which priors that name one another can be evaluated: parents first. */
final class FactorOrder {
  private final Map<String, Hyperprior.Factor> byName = new LinkedHashMap<>();
  private final List<String> done = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private List<String> cycle;

  private FactorOrder(List<Hyperprior.Factor> factors) {
    for (Hyperprior.Factor factor : factors) {
      if (byName.put(factor.name(), factor) != null) {
        throw new IllegalArgumentException("two priors of " + factor.name());
      }
    }
    factors.forEach(factor -> visit(factor.name(), factor.name()));
  }

  private void visit(String name, String child) {
    if (cycle != null || done.contains(name)) {
      return;
    }
    if (!byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "the prior of " + child + " names " + name + ", which has none");
    }
    if (open.contains(name)) {
      cycle = new ArrayList<>(open.subList(open.indexOf(name), open.size()));
      cycle.add(name);
      return;
    }
    open.add(name);
    ConditionalFactor.parents(byName.get(name)).forEach(parent -> visit(parent, name));
    open.remove(open.size() - 1);
    done.add(name);
  }

  /**
   * Names of the factors, parents before children, else as written.
   *
   * @throws IllegalArgumentException if there is a cycle or an unknown name
   */
  static List<String> of(List<Hyperprior.Factor> factors) {
    FactorOrder order = new FactorOrder(factors);
    if (order.cycle != null) {
      throw new IllegalArgumentException(
          "priors that name one another in a cycle: " + String.join(" -> ", order.cycle));
    }
    return order.done;
  }

  /** The first cycle, its first name repeated at its end, if there is one. */
  static Optional<List<String>> cycle(List<Hyperprior.Factor> factors) {
    return Optional.ofNullable(new FactorOrder(factors).cycle);
  }
}

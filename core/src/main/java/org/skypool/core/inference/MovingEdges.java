package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.density.Support;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.population.PopulationModel;

/**
 * Hyperparameters that move an edge of the population's support, as {@code high} does in {@code
 * uniform(low, high)}. The evidence from a finite number of points is a step function of them: its
 * derivative says nothing about the points that an edge passes, so that scores are quotients of
 * differences and gradient-based samplers are of no use.
 *
 * @param indices of the hyperparameters, ascending
 * @param text which edge depends on what; empty where none does
 */
record MovingEdges(int[] indices, String text) {

  static MovingEdges of(PopulationModel population) {
    Set<String> moving = new TreeSet<>();
    List<String> said = new ArrayList<>();
    for (String theta : population.thetas()) {
      Support support = population.density().support(theta);
      Set<String> names = NamesIn.of(List.of(support.lower(), support.upper())).hyperparameters();
      if (!names.isEmpty()) {
        moving.addAll(names);
        said.add("the edge of the support of " + theta + " depends on " + String.join(", ", names));
      }
    }
    List<String> all = population.hyperprior().names();
    return new MovingEdges(
        all.stream().filter(moving::contains).mapToInt(all::indexOf).toArray(),
        String.join("; ", said));
  }

  boolean isEmpty() {
    return indices.length == 0;
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.Hyperprior;
import org.skypool.core.random.Streams;

/**
 * Finds objects that no population supports: none of their draws has positive density at any of a
 * number of hyperparameter vectors drawn from the prior.
 */
public final class SupportScan {
  private static final int VECTORS = 32;

  private SupportScan() {}

  /**
   * Scans.
   *
   * @param further vectors tried besides draws from the prior, such as the fit of the round before
   * @return ids of the objects without support, in order
   */
  public static Set<String> withoutSupport(
      PopulationEvaluator evaluator, Hyperprior prior, List<double[]> further, long seed) {
    UniformRandomProvider rng = new Streams(seed).stream("support", "", 0, 0);
    List<double[]> phis = new ArrayList<>(further);
    for (int v = 0; v < VECTORS; v++) {
      phis.add(prior.sample(rng));
    }
    return evaluator.withoutSupport(phis.toArray(double[][]::new));
  }

  /** A short list of ids for a message. */
  public static String sample(Set<String> ids) {
    int shown = 5;
    String first =
        String.join(", ", Arrays.copyOf(ids.toArray(String[]::new), Math.min(shown, ids.size())));
    return ids.size() > shown ? first + " and " + (ids.size() - shown) + " more" : first;
  }
}

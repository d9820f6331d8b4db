package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.Hyperprior;

/** Hyperposteriors over the same draws with one selection term after another, and their cost. */
final class Targets implements DensityFamily {
  private final PopulationEvaluator evaluator;
  private final double multiplicity;
  private final Hyperprior prior;
  private final List<HyperposteriorTarget> made = new ArrayList<>();

  /**
   * Makes a family.
   *
   * @param multiplicity how many times every object counts
   */
  Targets(PopulationEvaluator evaluator, double multiplicity, Hyperprior prior) {
    this.evaluator = evaluator;
    this.multiplicity = multiplicity;
    this.prior = prior;
  }

  @Override
  public HyperposteriorTarget with(SelectionTerm selection) {
    HyperposteriorTarget target =
        new HyperposteriorTarget(evaluator, multiplicity, selection, prior);
    made.add(target);
    return target;
  }

  /** Scans of the draws so far. */
  int passes() {
    return made.stream().mapToInt(HyperposteriorTarget::passes).sum();
  }

  /** Vectors evaluated so far. */
  long evaluations() {
    return made.stream().mapToLong(HyperposteriorTarget::evaluations).sum();
  }
}

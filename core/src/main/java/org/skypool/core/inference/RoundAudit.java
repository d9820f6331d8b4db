package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.population.PopulationModel;

/**
 * Audits the points of a round on about 5,000 objects, and on more where the answer is in doubt
 * only because they were few.
 */
final class RoundAudit {
  private static final int[] OBJECTS = {5_000, 20_000, 100_000};

  /** Twice the standard error above which more objects are audited before points are blamed. */
  private static final double SHARP = 0.1;

  private static final String PURPOSE = "audit";

  private static final double[][] NOWHERE = {};

  private final PopulationModel population;
  private final RoundWork work;

  RoundAudit(PopulationModel population, RoundWork work) {
    this.population = population;
    this.work = work;
  }

  /**
   * Audits.
   *
   * @param interim the interim round, whose points are pooled with those of later ones
   */
  Audit of(RoundPlan plan, RoundPlan interim, Hyperposterior posterior) {
    Audit audit = null;
    for (int wanted : OBJECTS) {
      audit = of(plan, interim, posterior, wanted);
      boolean unclear = !audit.passes() && !audit.surelyFails() && audit.uncertainty() > SHARP;
      if (!unclear || wanted >= work.objects()) {
        return audit;
      }
    }
    return audit;
  }

  private Audit of(RoundPlan plan, RoundPlan interim, Hyperposterior posterior, int wanted) {
    List<Placement> placements =
        new ArrayList<>(
            List.of(Placement.ofRecord(plan), Placement.fresh(plan), Placement.finer(plan)));
    if (!plan.isInterim()) {
      placements.add(Placement.pooled(plan, interim));
    }
    Audit audit =
        Audit.of(
            compare(posterior, wanted, tails(posterior), placements),
            posterior.covariance(),
            work.objects());
    return audit.missesNothing() ? audit : confirmed(audit, plan, interim, posterior, wanted);
  }

  /**
   * Points of two rounds together are noisier than those of the last where the population is far
   * narrower than what single objects say. Mass that the last round misses is still there with
   * eight times the points of both; noise is not.
   */
  private Audit confirmed(
      Audit audit, RoundPlan plan, RoundPlan interim, Hyperposterior posterior, int wanted) {
    List<Comparison.Scores> scores =
        compare(
            posterior,
            wanted,
            NOWHERE,
            List.of(Placement.ofRecord(plan), Placement.finerPooled(plan, interim)));
    return audit.withPooled(ScoreShift.of(scores, 0, 1, posterior.covariance(), work.objects()));
  }

  /** Where tails are compared; nowhere if an edge of the population's support moves over points. */
  private double[][] tails(Hyperposterior posterior) {
    return MovingEdges.of(population).isEmpty()
        ? TailShift.places(posterior, population.hyperprior())
        : NOWHERE;
  }

  private List<Comparison.Scores> compare(
      Hyperposterior posterior, int wanted, double[][] places, List<Placement> placements) {
    return work.compare(
        Comparison.of(PURPOSE, wanted, work.objects(), posterior, placements).at(places));
  }
}

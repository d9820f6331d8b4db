package org.skypool.core.inference;

import java.io.Serializable;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.sampler.SamplerSettings;

/**
 * One way to place the points of objects: those of a round, or others to compare them with.
 *
 * @param plan the round
 * @param replicate 0 shifts the lattices as the points of record are shifted, others afresh
 * @param refinement so many times the points of the round, at most {@link #MOST_POINTS}
 * @param widening factor on the scale of the proposals
 * @param pooled round whose points, placed with the same replicate and refinement, are added with
 *     deterministic-mixture weights; null: none
 */
public record Placement(
    RoundPlan plan, int replicate, int refinement, double widening, RoundPlan pooled)
    implements Serializable {

  /** Most points of one object. */
  public static final int MOST_POINTS = 4096;

  private static final int FRESH = 1;
  private static final int FINER = 2;
  private static final int POOLED = 3;
  private static final int FINER_FACTOR = 8;
  private static final double WIDER = 1.4;

  /** The points of record of a round. */
  public static Placement ofRecord(RoundPlan plan) {
    return new Placement(plan, 0, 1, 1, null);
  }

  /** Other shifts. */
  public static Placement fresh(RoundPlan plan) {
    return new Placement(plan, FRESH, 1, 1, null);
  }

  /** Eight times the points behind a proposal 1.4 times wider. */
  public static Placement finer(RoundPlan plan) {
    return new Placement(plan, FINER, FINER_FACTOR, WIDER, null);
  }

  /** The points of record of a round and of an earlier one, together. */
  public static Placement pooled(RoundPlan plan, RoundPlan earlier) {
    return new Placement(plan, 0, 1, 1, earlier);
  }

  /** Eight times the points of a round and of an earlier one, together. */
  public static Placement finerPooled(RoundPlan plan, RoundPlan earlier) {
    return new Placement(plan, POOLED, FINER_FACTOR, 1, earlier);
  }

  /** A multiple of the points, with shifts of their own. */
  static Placement multiple(RoundPlan plan, int factor) {
    return new Placement(plan, POOLED + factor, factor, 1, null);
  }

  /** Places the points of a block of objects. */
  public ObjectSampling.Result place(SurveyProblem problem, ObjectBlock block) {
    if (problem.isExact()) {
      return ExactPoints.of(problem, block);
    }
    ObjectSampling sampling = sampling(problem, plan);
    if (pooled != null) {
      return sampling.samplePooledWith(sampling(problem, pooled), block);
    }
    return plan.repair() ? sampling.sampleRepaired(block) : sampling.sample(block);
  }

  private ObjectSampling sampling(SurveyProblem problem, RoundPlan round) {
    SamplerSettings settings = round.settings(problem);
    SamplerSettings refined =
        new SamplerSettings(
            Math.min(MOST_POINTS, refinement * settings.points()),
            settings.leastPasses(),
            settings.mostPasses(),
            settings.widening() * widening);
    return round.sampling(problem, replicate, refined);
  }
}

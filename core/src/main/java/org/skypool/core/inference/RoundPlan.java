package org.skypool.core.inference;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.expression.Expression;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/**
 * How the points of one round are placed: everything they depend on besides the survey itself.
 *
 * @param number 0 is the interim round, whose points are aimed at the interim posterior
 * @param aim hyperparameters whose population the points are aimed at; empty in the interim round
 * @param points integration points per object, K
 * @param seed of the run
 * @param storedAsDouble individual parameters that single precision cannot hold
 * @param repair whether objects whose integral is doubtful get more points from a proposal of two
 *     components
 */
public record RoundPlan(
    int number, double[] aim, int points, long seed, Set<String> storedAsDouble, boolean repair)
    implements Serializable {

  /** Copies what could change. */
  public RoundPlan {
    aim = aim.clone();
    storedAsDouble = new TreeSet<>(storedAsDouble);
  }

  /** The interim round. */
  public static RoundPlan interim(int points, long seed, Set<String> storedAsDouble) {
    return new RoundPlan(0, new double[0], points, seed, storedAsDouble, false);
  }

  /** Whether the points are aimed at the interim posterior. */
  public boolean isInterim() {
    return number == 0;
  }

  /** The next round, aimed at the population with hyperparameters {@code found}. */
  public RoundPlan next(double[] found) {
    return new RoundPlan(number + 1, found, points, seed, storedAsDouble, repair);
  }

  /** The same with another number of points per object. */
  public RoundPlan withPoints(int other) {
    return new RoundPlan(number, aim, other, seed, storedAsDouble, repair);
  }

  /** The same with doubtful objects repaired. */
  public RoundPlan withRepair() {
    return new RoundPlan(number, aim, points, seed, storedAsDouble, true);
  }

  /** Number and fitting passes of the points. */
  public SamplerSettings settings(SurveyProblem problem) {
    return SamplerSettings.of(problem.thetas().size(), points);
  }

  /** The points of record of a block of objects. */
  public ObjectSampling.Result draw(SurveyProblem problem, ObjectBlock block) {
    return Placement.ofRecord(this).place(problem, block);
  }

  /**
   * The sampling of this round, or of an audit of it.
   *
   * @param likelihood at the hyperparameters that the points are weighted with
   * @param replicate 0 for the points of record; others shift the lattices afresh
   */
  ObjectSampling sampling(
      SurveyProblem problem, ObjectLikelihood likelihood, int replicate, SamplerSettings settings) {
    List<Axis> axes = problem.axes(isInterim(), storedAsDouble);
    Expression logAim =
        isInterim() ? problem.logInterim() : Aim.at(problem.population(), aim, axes);
    return new ObjectSampling(
        likelihood,
        axes,
        settings,
        logAim,
        problem.logInterim(),
        new ObjectSampling.Stream(seed, number, replicate));
  }

  /** Everything the points of this round depend on besides the survey, as text. */
  public String signature() {
    StringBuilder text = new StringBuilder("round " + number + " points " + points);
    text.append(" doubles ").append(storedAsDouble);
    if (repair) {
      text.append(" repair");
    }
    for (double component : aim) {
      text.append(' ').append(Double.toHexString(component));
    }
    return text.toString();
  }
}

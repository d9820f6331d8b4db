package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Chooses how many integration points every object gets: on a random subset it compares K, 2 K and
 * 4 K points aimed at the population that round 0 found, and takes the fewest whose scores are
 * those of 4 K, within {@code 0.05 posterior sd + 2 standard errors} of the answer from all
 * objects.
 *
 * <p>It starts from what serves a dimension, but from 256 points for fewer than 10,000 objects and
 * from 1,024 for fewer than 100: few objects may leave the width of a population undetermined down
 * to 0, where only dense points see it.
 */
final class PointsPilot {
  private static final int FEW = 100;
  private static final int POINTS_OF_FEW = 1024;
  private static final int SOME = 10_000;
  private static final int POINTS_OF_SOME = 256;
  private static final double TOLERANCE = 0.05;
  private static final int FIRST_OBJECTS = 2_000;
  private static final int MOST_OBJECTS = 20_000;
  private static final int[] MULTIPLES = {1, 2, 4};

  private final RoundWork work;

  PointsPilot(RoundWork work) {
    this.work = work;
  }

  /** Points of the interim round. */
  static PointsChoice start(SurveyProblem problem, long objects) {
    int usual = SamplerSettings.defaultPoints(problem.thetas().size());
    int least = objects < FEW ? POINTS_OF_FEW : objects < SOME ? POINTS_OF_SOME : 0;
    return new PointsChoice(
        Math.max(usual, least),
        least > usual
            ? "for fewer than " + (objects < FEW ? FEW : SOME) + " objects"
            : "for " + problem.thetas().size() + " individual parameters");
  }

  /**
   * Chooses.
   *
   * @param plan of round 1, with the points of the interim round
   * @param found the fit of the interim round, at which the plan is aimed
   */
  PointsChoice choose(RoundPlan plan, Hyperposterior found) {
    List<Placement> placements = new ArrayList<>();
    for (int multiple : MULTIPLES) {
      if (multiple * plan.points() <= Placement.MOST_POINTS) {
        placements.add(Placement.multiple(plan, multiple));
      }
    }
    if (placements.size() == 1) {
      return new PointsChoice(plan.points(), "the most there are");
    }
    long wanted = Math.min(FIRST_OBJECTS, work.objects());
    while (true) {
      List<Comparison.Scores> scores =
          work.compare(Comparison.of("pilot", wanted, work.objects(), found, placements));
      List<ScoreShift> shifts = shifts(scores, found, placements.size() - 1);
      long most = Math.min(MOST_OBJECTS, work.objects());
      boolean isSharp =
          shifts.stream()
              .allMatch(
                  s -> ScoreShift.worst(new double[s.shift().length], s.error()) <= TOLERANCE);
      if (isSharp || wanted >= most) {
        return fewest(plan, placements, shifts, scores.size());
      }
      wanted = most;
    }
  }

  private List<ScoreShift> shifts(
      List<Comparison.Scores> scores, Hyperposterior found, int finest) {
    List<ScoreShift> shifts = new ArrayList<>();
    for (int from = 0; from < finest; from++) {
      shifts.add(ScoreShift.of(scores, from, finest, found.covariance(), work.objects()));
    }
    return shifts;
  }

  private static PointsChoice fewest(
      RoundPlan plan, List<Placement> placements, List<ScoreShift> shifts, int objects) {
    int finest = plan.points() * placements.get(placements.size() - 1).refinement();
    for (int i = 0; i < shifts.size(); i++) {
      ScoreShift shift = shifts.get(i);
      if (isWithin(shift)) {
        return new PointsChoice(
            plan.points() * placements.get(i).refinement(),
            String.format(
                Locale.ROOT,
                "pilot on %,d objects: %,d points would move the answer by %.3f sd",
                objects,
                finest,
                ScoreShift.worst(shift.shift(), new double[shift.error().length])));
      }
    }
    ScoreShift last = shifts.get(shifts.size() - 1);
    return new PointsChoice(
        finest,
        String.format(
            Locale.ROOT,
            "pilot on %,d objects: half as many would move the answer by %.3f sd",
            objects,
            ScoreShift.worst(last.shift(), new double[last.error().length])));
  }

  private static boolean isWithin(ScoreShift shift) {
    for (int j = 0; j < shift.shift().length; j++) {
      if (!(Math.abs(shift.shift()[j]) < TOLERANCE + 2 * shift.error()[j])) {
        return false;
      }
    }
    return true;
  }
}

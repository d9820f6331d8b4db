package org.skypool.core.inference;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows a round: nothing where the answer stays and the audit passes; else another, aimed at
 * what was found. After round 0 a pilot chooses the number of points, of which a hyperparameter at
 * an edge of its hyperprior wants more; where an audit fails it is doubled, and where that does not
 * help, or mass is missed that round 0 saw, doubtful objects are repaired. Where the number of
 * points is fixed, a settled answer is all that can be had.
 */
final class NextRound {

  /** A doubling of the points that leaves more than this share of the alarm did not help. */
  private static final double NO_HELP = 0.7;

  private final SurveyProblem problem;
  private final RoundSettings settings;
  private final RoundWork work;

  NextRound(SurveyProblem problem, RoundSettings settings, RoundWork work) {
    this.problem = problem;
    this.settings = settings;
    this.work = work;
  }

  /** A round to come, and why it has the points it has. */
  record Step(RoundPlan plan, PointsChoice points) {}

  /** The step after the last of the rounds; empty where they are over. */
  Optional<Step> after(List<RoundRecord> rounds, PointsChoice points) {
    RoundRecord last = rounds.get(rounds.size() - 1);
    RoundPlan aimed = last.plan().next(last.posterior().mean());
    if (settings.points().isEmpty()) {
      if (last.plan().isInterim()) {
        return Optional.of(
            step(
                aimed,
                atEdges(last.posterior(), new PointsPilot(work).choose(aimed, last.posterior()))));
      }
      PointsChoice least = atEdges(last.posterior(), points);
      if (!least.equals(points)) {
        return Optional.of(step(aimed, least));
      }
    }
    if (last.audit().isEmpty()) {
      return Optional.of(new Step(aimed, points));
    }
    Audit audit = last.audit().get();
    if (audit.passes() || settings.points().isPresent() || aimed.repair()) {
      return Optional.empty();
    }
    int doubled = 2 * aimed.points();
    if (doubled > Placement.MOST_POINTS || onlyMisses(audit) || didNotHelp(rounds)) {
      return Optional.of(new Step(aimed.withRepair(), points));
    }
    PointsChoice choice =
        new PointsChoice(
            doubled,
            String.format(
                Locale.ROOT,
                "doubled: with %,d the audit found up to %.2f sd",
                aimed.points(),
                audit.gravest()));
    return Optional.of(step(aimed, choice));
  }

  /**
   * Whether another round follows whatever its audit: after the interim round, after a move, and
   * where more points are wanted.
   *
   * @param rounds before the one that found {@code found} with {@code points}
   */
  boolean isSureAfter(List<RoundRecord> rounds, PointsChoice points, Hyperposterior found) {
    if (rounds.isEmpty()) {
      return true;
    }
    double drift = RoundRecord.drift(rounds.get(rounds.size() - 1).posterior(), found);
    return !(drift <= settings.drift())
        || settings.points().isEmpty() && !atEdges(found, points).equals(points);
  }

  private PointsChoice atEdges(Hyperposterior found, PointsChoice chosen) {
    return PriorEdges.points(problem, found)
        .filter(least -> least.points() > chosen.points())
        .orElse(chosen);
  }

  private static Step step(RoundPlan plan, PointsChoice points) {
    return new Step(plan.withPoints(points.points()), points);
  }

  private static boolean onlyMisses(Audit audit) {
    return !audit.missesNothing()
        && audit.worst() <= Audit.LARGEST
        && audit.scatter() <= Audit.LARGEST;
  }

  /** Whether an audit with half the points was hardly worse. */
  private static boolean didNotHelp(List<RoundRecord> rounds) {
    RoundRecord last = rounds.get(rounds.size() - 1);
    double now = last.audit().orElseThrow().gravest();
    return rounds.stream()
        .filter(r -> r.plan().points() == last.plan().points() / 2)
        .flatMap(r -> r.audit().stream())
        .anyMatch(before -> now > NO_HELP * before.gravest());
  }
}

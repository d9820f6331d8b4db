package org.skypool.core.inference;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows a round: nothing where the answer stays and the audit passes; else another, aimed at
 * what was found. After round 0 a pilot chooses the number of points; where an audit fails it is
 * doubled, and where that does not help, or mass is missed that round 0 saw, doubtful objects are
 * repaired. Where the number of points is fixed, a settled answer is all that can be had.
 */
final class NextRound {

  /** A doubling of the points that leaves more than this share of the alarm did not help. */
  private static final double NO_HELP = 0.7;

  private final RoundSettings settings;
  private final RoundWork work;

  NextRound(RoundSettings settings, RoundWork work) {
    this.settings = settings;
    this.work = work;
  }

  /** A round to come, and why it has the points it has. */
  record Step(RoundPlan plan, PointsChoice points) {}

  /** The step after the last of the rounds; empty where they are over. */
  Optional<Step> after(List<RoundRecord> rounds, PointsChoice points) {
    RoundRecord last = rounds.get(rounds.size() - 1);
    RoundPlan aimed = last.plan().next(last.posterior().mean());
    if (last.plan().isInterim() && settings.points().isEmpty()) {
      PointsChoice chosen = new PointsPilot(work).choose(aimed, last.posterior());
      return Optional.of(new Step(aimed.withPoints(chosen.points()), chosen));
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
    return Optional.of(new Step(aimed.withPoints(doubled), choice));
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

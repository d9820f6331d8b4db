package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rounds of sampling and fitting: every round's points are aimed at the population that the round
 * before found, until the answer stays where it is and an audit of the points finds nothing left to
 * gain.
 */
public final class Rounds {

  private static final int MOST_ROUNDS = 6;

  private final SurveyProblem problem;
  private final RoundWork work;
  private final RoundSettings settings;
  private final SurveyFit fitting;

  private Rounds(SurveyProblem problem, RoundWork work, RoundSettings settings) {
    this.problem = problem;
    this.work = work;
    this.settings = settings;
    this.fitting = new SurveyFit(problem, settings.seed(), settings.path());
  }

  /**
   * What the rounds found.
   *
   * @param interim plan of the interim round
   * @param rounds all that were fitted; of a run that went on from an earlier one the first is the
   *     earlier one's last
   * @param points how many points per object the last one had, and why
   * @param fit the last one's fit
   * @param aside reason by id of the objects left out of it
   */
  public record Outcome(
      RoundPlan interim,
      List<RoundRecord> rounds,
      PointsChoice points,
      PopulationFit.Result fit,
      Map<String, String> aside) {

    /** The last round. */
    public RoundRecord last() {
      return rounds.get(rounds.size() - 1);
    }

    /** The hyperparameters. */
    public Hyperposterior posterior() {
      return fit.posterior();
    }
  }

  /** Rounds on the objects that {@code work} holds. */
  public static Rounds of(SurveyProblem problem, RoundWork work, RoundSettings settings) {
    return new Rounds(problem, work, settings);
  }

  /**
   * Samples and fits until settled.
   *
   * @throws UnusableSurveyException if there is no finite likelihood anywhere
   */
  public Outcome run() {
    return run(RoundsListener.NONE);
  }

  /** The same, with somebody listening. */
  public Outcome run(RoundsListener listener) {
    PointsChoice points = start(problem, settings.points(), work.objects());
    RoundPlan interim =
        RoundPlan.interim(points.points(), settings.seed(), settings.storedAsDouble());
    return from(interim, interim, points, listener);
  }

  /**
   * Goes on from the points of an earlier run, on a catalogue that may have changed since: fits
   * them, and where the audit passes that is the answer, however far it moved from where they were
   * aimed. Where it fails rounds follow as they would in a first run, as many as {@code
   * settings.most} allows after an interim round.
   *
   * @param interim the earlier run's interim round
   * @param last its last round, not the interim one
   * @param points how many points per object that had, and why
   * @throws UnusableSurveyException if there is no finite likelihood anywhere
   */
  public Outcome resume(
      RoundPlan interim, RoundPlan last, PointsChoice points, RoundsListener listener) {
    if (last.isInterim() || last.points() != points.points()) {
      throw new IllegalArgumentException(
          "round %d of %d points goes on with %d"
              .formatted(last.number(), last.points(), points.points()));
    }
    return from(interim, last, points, listener);
  }

  private Outcome from(
      RoundPlan interim, RoundPlan first, PointsChoice chosen, RoundsListener listener) {
    int most = problem.isExact() ? 1 : settings.most().orElse(MOST_ROUNDS);
    NextRound follow = new NextRound(problem, settings, work);
    PointsChoice points = chosen;
    RoundPlan plan = first;
    List<RoundRecord> rounds = new ArrayList<>();
    Optional<PopulationFit.Result> before = Optional.empty();
    while (true) {
      RoundDraws draws = work.draw(plan);
      boolean last = plan.number() - first.number() + 1 >= most;
      boolean resumed = rounds.isEmpty() && !first.isInterim();
      PointsChoice now = points;
      SamplingGoal goal =
          last || resumed
              ? settings.goal().heardBy(listener)
              : settings
                  .goal()
                  .heardBy(listener)
                  .orAimIf(found -> follow.isSureAfter(rounds, now, found));
      SurveyFit.Result result = fitting.run(draws, before, goal);
      before = Optional.of(result.fit());
      RoundRecord record = record(interim, plan, result, last, resumed);
      rounds.add(record);
      listener.round(record);
      Optional<NextRound.Step> next = last ? Optional.empty() : follow.after(rounds, points);
      if (next.isEmpty()) {
        return new Outcome(
            interim, List.copyOf(rounds), points, result.fit(), aside(draws, result));
      }
      if (!next.get().points().equals(points)) {
        points = next.get().points();
        listener.points(points);
      }
      plan = next.get().plan();
    }
  }

  /**
   * Points per object of the interim round.
   *
   * @param fixed number asked for; empty: what serves the dimension and the number of objects
   */
  public static PointsChoice start(SurveyProblem problem, OptionalInt fixed, long objects) {
    if (problem.isExact()) {
      return new PointsChoice(1, "values without error are the only points there are");
    }
    return fixed.isPresent()
        ? new PointsChoice(fixed.getAsInt(), "fixed")
        : PointsPilot.start(problem, objects);
  }

  /** An audit of resumed points that fails far from their aim says no more than: aim again. */
  private RoundRecord record(
      RoundPlan interim, RoundPlan plan, SurveyFit.Result result, boolean last, boolean resumed) {
    Hyperposterior posterior = result.fit().posterior();
    double drift = plan.isInterim() ? Double.NaN : RoundRecord.drift(plan.aim(), posterior);
    boolean settled = last || drift <= settings.drift();
    Optional<Audit> audit =
        settled || resumed ? Optional.of(audit(plan, interim, posterior)) : Optional.empty();
    return new RoundRecord(
        plan,
        result.objects(),
        result.draws(),
        posterior,
        drift,
        audit.filter(found -> settled || found.passes()));
  }

  private Audit audit(RoundPlan plan, RoundPlan interim, Hyperposterior posterior) {
    return problem.isExact()
        ? Audit.exact(posterior.mean().length)
        : new RoundAudit(problem.population(), work).of(plan, interim, posterior);
  }

  static Map<String, String> aside(RoundDraws draws, SurveyFit.Result result) {
    Map<String, String> aside = new LinkedHashMap<>(draws.unusable());
    result
        .unsupported()
        .forEach(id -> aside.put(id, "no hyperparameters support it: density 0 at all its draws"));
    return aside;
  }
}

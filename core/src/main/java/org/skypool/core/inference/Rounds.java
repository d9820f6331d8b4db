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
   * @param rounds all of them
   * @param points how many points per object the last one had, and why
   * @param fit the last one's fit
   * @param aside reason by id of the objects left out of it
   */
  public record Outcome(
      List<RoundRecord> rounds,
      PointsChoice points,
      PopulationFit.Result fit,
      Map<String, String> aside) {

    /** The interim round's plan. */
    public RoundPlan interim() {
      return rounds.get(0).plan();
    }

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
    int most = problem.isExact() ? 1 : settings.most().orElse(MOST_ROUNDS);
    NextRound follow = new NextRound(problem, settings, work);
    PointsChoice points = start(problem, settings.points(), work.objects());
    RoundPlan plan = RoundPlan.interim(points.points(), settings.seed(), settings.storedAsDouble());
    List<RoundRecord> rounds = new ArrayList<>();
    while (true) {
      RoundDraws draws = work.draw(plan);
      boolean last = plan.number() + 1 >= most;
      PointsChoice now = points;
      SamplingGoal goal =
          last
              ? settings.goal().heardBy(listener)
              : settings
                  .goal()
                  .heardBy(listener)
                  .orAimIf(found -> follow.isSureAfter(rounds, now, found));
      SurveyFit.Result result = fitting.run(draws, before(rounds), goal);
      RoundRecord record = record(rounds, plan, result, last);
      rounds.add(record);
      listener.round(record);
      Optional<NextRound.Step> next = last ? Optional.empty() : follow.after(rounds, points);
      if (next.isEmpty()) {
        return new Outcome(List.copyOf(rounds), points, result.fit(), aside(draws, result));
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

  private static Optional<Hyperposterior> before(List<RoundRecord> rounds) {
    return rounds.isEmpty()
        ? Optional.empty()
        : Optional.of(rounds.get(rounds.size() - 1).posterior());
  }

  private RoundRecord record(
      List<RoundRecord> rounds, RoundPlan plan, SurveyFit.Result result, boolean last) {
    Hyperposterior posterior = result.fit().posterior();
    double drift = before(rounds).map(b -> RoundRecord.drift(b, posterior)).orElse(Double.NaN);
    RoundPlan interim = rounds.isEmpty() ? plan : rounds.get(0).plan();
    Optional<Audit> audit =
        last || drift <= settings.drift()
            ? Optional.of(audit(plan, interim, posterior))
            : Optional.empty();
    return new RoundRecord(plan, result.objects(), result.draws(), posterior, drift, audit);
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

package org.skypool.core.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The one round of a survey whose draws were made elsewhere and cannot be made again: all of them
 * are used, and the bias that their finite number leaves is estimated from a quarter, half and all
 * of each object's.
 */
public final class GivenDrawsFit {
  private final RoundSettings settings;
  private final SurveyFit fitting;

  /** Makes a fit; of the settings those of rounds and points do not matter. */
  public GivenDrawsFit(SurveyProblem problem, RoundSettings settings) {
    this.settings = settings;
    this.fitting = new SurveyFit(problem, settings.seed(), settings.path());
  }

  /**
   * Fits.
   *
   * @param plan of the one round: its number and seed
   * @throws UnusableSurveyException if there is no finite likelihood anywhere
   */
  public Rounds.Outcome run(RoundDraws draws, RoundPlan plan, RoundsListener listener) {
    SurveyFit.Result result =
        fitting.run(draws, Optional.empty(), settings.goal().heardBy(listener));
    Hyperposterior full = result.fit().posterior();
    double[] half = partial(draws, 2, result.fit());
    double[] quarter = partial(draws, 4, result.fit());
    int d = full.mean().length;
    double[] bias = new double[d];
    double[] unknown = new double[d];
    Arrays.fill(unknown, Double.NaN);
    for (int j = 0; j < d; j++) {
      bias[j] = -FiniteDraws.bias(quarter[j], half[j], full.mean()[j], full.sd(j));
    }
    Audit audit =
        new Audit(
            Math.toIntExact(result.objects()),
            unknown,
            bias,
            new double[d],
            unknown,
            unknown,
            Double.NaN,
            LevelShift.UNKNOWN,
            Double.NaN);
    RoundRecord record =
        new RoundRecord(
            plan, result.objects(), result.draws(), full, Double.NaN, Optional.of(audit));
    listener.round(record);
    return new Rounds.Outcome(
        plan,
        List.of(record),
        new PointsChoice(Math.toIntExact(result.draws() / result.objects()), "given"),
        result.fit(),
        Rounds.aside(draws, result));
  }

  private double[] partial(RoundDraws draws, int divisor, PopulationFit.Result whole) {
    return fitting
        .run(draws.part(divisor), Optional.of(whole), settings.goal().rough())
        .fit()
        .posterior()
        .mean();
  }
}

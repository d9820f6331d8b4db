package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.FiniteDraws;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;

/**
 * Rounds of sampling and fitting: every round's points are aimed at the population that the round
 * before found, until the answer stays where it is and an audit of the points finds nothing left to
 * gain.
 */
final class PopulationRounds {
  private static final int MOST_ROUNDS = 6;

  /** Effective draws that place the aim of the next round; its width hardly matters. */
  private static final int AIMING_DRAWS = 400;

  private static final int AUDITED = 5_000;

  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final StageClock clock;
  private final ProgressWatch watch;
  private final FitPopulation fitting;
  private final List<RoundRecord> rounds = new ArrayList<>();

  PopulationRounds(
      RunConfig config,
      SurveyModel model,
      Configuration conf,
      Path output,
      StageClock clock,
      ProgressWatch watch) {
    this.config = config;
    this.model = model;
    this.conf = conf;
    this.output = output;
    this.clock = clock;
    this.watch = watch;
    this.fitting = new FitPopulation(config, model);
  }

  /**
   * What the rounds found.
   *
   * @param rounds all of them
   * @param last the last one's points
   * @param fit the last one's fit
   * @param aside reason by id of the objects left out of it
   */
  record Outcome(
      List<RoundRecord> rounds, Round last, FitPopulation.Result fit, Map<String, String> aside) {}

  /** Samples and fits until settled. */
  Outcome run(BucketedObjects objects, Round first, String fingerprint, StageHashes hashes)
      throws IOException {
    int most = config.rounds().max().orElse(MOST_ROUNDS);
    Round round = first;
    while (true) {
      sample(objects, round, fingerprint, hashes);
      LoadDraws draws = load(round);
      boolean onlyAims = round.number() == 0 && most > 1;
      FitPopulation.Result result =
          fit(draws, onlyAims ? AIMING_DRAWS : config.hyperposterior().ess());
      Hyperposterior posterior = result.fit().posterior();
      double drift = before().map(b -> RoundRecord.drift(b, posterior)).orElse(Double.NaN);
      boolean last = round.number() + 1 >= most;
      boolean settled = drift <= config.rounds().drift();
      Round audited = round;
      Optional<Audit> audit =
          last || settled
              ? Optional.of(
                  clock.time(
                      "audit",
                      () ->
                          new AuditPoints(config, objects, watch).run(audited, posterior, AUDITED)))
              : Optional.empty();
      record(round, result, drift, audit);
      if (last || (settled && audit.orElseThrow().worst() <= Guards.BIAS)) {
        return outcome(round, result, draws);
      }
      round = round.next(posterior.mean());
    }
  }

  void sample(BucketedObjects objects, Round round, String fingerprint, StageHashes hashes)
      throws IOException {
    String hash = round.number() == 0 ? hashes.interim() : hashes.sampling();
    clock.<Boolean, IOException>time(
        "sample",
        () ->
            new SampleObjects(config, objects, conf, output, watch).run(round, fingerprint, hash));
  }

  /**
   * Fits draws that cannot be made again; their bias is estimated from a quarter and half of them.
   */
  Outcome run(GivenDraws.Imported given) {
    FitPopulation.Result result = fit(given.draws(), config.hyperposterior().ess());
    Hyperposterior full = result.fit().posterior();
    Hyperposterior half = partial(given, 2, full);
    Hyperposterior quarter = partial(given, 4, full);
    int d = full.mean().length;
    double[] bias = new double[d];
    double[] unknown = new double[d];
    for (int j = 0; j < d; j++) {
      bias[j] = -FiniteDraws.bias(quarter.mean()[j], half.mean()[j], full.mean()[j], full.sd(j));
      unknown[j] = Double.NaN;
    }
    Audit audit = new Audit((int) result.objects(), unknown, bias, new double[d]);
    record(given.round(), result, Double.NaN, Optional.of(audit));
    return outcome(given.round(), result, given.draws());
  }

  private Hyperposterior partial(GivenDraws.Imported given, int divisor, Hyperposterior start) {
    LoadDraws part = given.draws().part(divisor);
    return clock
        .time("fit", () -> fitting.run(part, Optional.of(start), AIMING_DRAWS))
        .fit()
        .posterior();
  }

  private Optional<Hyperposterior> before() {
    return rounds.isEmpty()
        ? Optional.empty()
        : Optional.of(rounds.get(rounds.size() - 1).posterior());
  }

  private FitPopulation.Result fit(LoadDraws draws, int effective) {
    return clock.time("fit", () -> fitting.run(draws, before(), effective));
  }

  private void record(
      Round round, FitPopulation.Result result, double drift, Optional<Audit> audit) {
    RoundRecord record =
        new RoundRecord(
            round.number(),
            result.objects(),
            result.draws(),
            result.fit().posterior(),
            drift,
            audit);
    rounds.add(record);
    System.err.println(line(record));
  }

  private static String line(RoundRecord record) {
    StringBuilder line = new StringBuilder("round " + record.round() + ":");
    Hyperposterior posterior = record.posterior();
    for (int j = 0; j < posterior.names().size(); j++) {
      line.append(
          String.format(
              Locale.ROOT,
              " %s = %.4g +- %.2g",
              posterior.names().get(j),
              posterior.mean()[j],
              posterior.sd(j)));
    }
    if (!Double.isNaN(record.drift())) {
      line.append(String.format(Locale.ROOT, ", moved %.3f sd", record.drift()));
    }
    record
        .audit()
        .ifPresent(
            a -> line.append(String.format(Locale.ROOT, ", bias within %.3f sd", a.worst())));
    return line.toString();
  }

  private Outcome outcome(Round round, FitPopulation.Result result, LoadDraws draws) {
    Map<String, String> aside = new LinkedHashMap<>(draws.unusable());
    result
        .unsupported()
        .forEach(id -> aside.put(id, "no hyperparameters support it: density 0 at all its draws"));
    return new Outcome(List.copyOf(rounds), round, result, aside);
  }

  private LoadDraws load(Round round) {
    return clock.time(
        "load",
        () ->
            LoadDraws.of(
                conf,
                new Path(output, round.table()),
                SampleObjects.schema(model, round),
                model.coordinates(),
                Runtime.getRuntime().availableProcessors()));
  }
}

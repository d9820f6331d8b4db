package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.FitPath;
import org.skypool.core.inference.GivenDrawsFit;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.RoundSettings;
import org.skypool.core.inference.Rounds;
import org.skypool.core.inference.RoundsListener;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.RejectedTable;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.io.TableFiles;
import org.skypool.jobs.progress.RunMetrics;

/** Objects to hyperposterior: the tables of draws, rejected rows and hyperparameters. */
final class FitPopulation {
  static final String TABLE = HyperposteriorFiles.TABLE;
  static final String REJECTED = "rejected";

  private final RunScope run;
  private final RunInput input;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final Ledger ledger;

  FitPopulation(RunScope run, RunInput input) {
    this.run = run;
    this.input = input;
    this.config = run.config();
    this.model = run.model();
    this.conf = run.conf();
    this.output = run.output();
    this.ledger = run.ledger();
  }

  /** Fits, unless the tables are there. */
  void run() throws IOException {
    String hash = input.populationHash(run.hashes());
    if (ledger.matches(TABLE, hash, input.fingerprint())
        && drawsServe()
        && output.getFileSystem(conf).exists(new Path(output, REJECTED))) {
      Map<String, String> aside = ResumeRecord.withoutSupport(ledger.json());
      ledger.json(ledger.json().with("input", input.survey().toMap(aside)));
      Optional<EarlierAnswer> placed = EarlierAnswer.of(ledger.json());
      if (placed.isPresent() && drawsAreOfThisCatalogue()) {
        placed.get().write(conf, output);
      }
    } else if (config.engine().isReweight()) {
      inRounds(hash);
    } else {
      together(hash);
    }
  }

  /** Where an engine samples hyperparameters and individuals at once, both again. */
  void again() throws IOException {
    Manifest.remove(conf, output, TABLE);
    run();
  }

  /** Whether objects have individual parameters and data. */
  boolean hasIndividuals() {
    return input.objects().isPresent() && !model.thetas().isEmpty();
  }

  private void inRounds(String hash) throws IOException {
    Rounds.Outcome found = ledger.clock().time("fit", this::rounds);
    boolean isGiven = input.given().isPresent();
    List<Guard> guards =
        Guards.of(config, model.problem(), found, isGiven, input.survey().rejected());
    RunMetrics.OF_THIS_DRIVER.aside(found.aside().size());
    replace(found.aside(), found.posterior(), hash);
    RunJson json = PopulationRecord.add(ledger.json(), found, guards, isGiven);
    json = json.with("evaluator", lastDraws(found).place().json());
    json = ResumeRecord.withoutSupport(json, found.aside());
    json = ResumeRecord.withLastRound(json, last(found));
    ledger.json(json.with("input", input.survey().toMap(found.aside())));
    if (isGiven) {
      ledger.write(TABLE, hash, input.fingerprint(), List.of(0));
      return;
    }
    List<Round> tables = EarlierAnswer.tables(found);
    countReused(tables);
    EarlierAnswer placed =
        EarlierAnswer.of(
            found,
            EarlierAnswer.Keys.of(run.hashes()).with(input.fingerprint()),
            input.resumed().isPresent(),
            input.objects().orElseThrow().buckets());
    ledger.json(placed.addTo(ledger.json()));
    ledger.write(TABLE, hash, input.fingerprint(), List.of(0));
    placed.finish(conf, output, tables);
  }

  private Rounds.Outcome rounds() throws IOException {
    Set<String> doubles = input.interim().map(Round::storedAsDouble).orElse(Set.of());
    RoundSettings settings =
        new RoundSettings(
            config.objects().draws(),
            config.rounds().max(),
            config.rounds().drift(),
            config.hyperposterior().ess(),
            config.seed(),
            doubles,
            FitPath.Wanted.valueOf(config.hyperposterior().path().toUpperCase(Locale.ROOT)));
    RoundsListener listener = new RoundLines();
    if (input.given().isPresent()) {
      GivenDraws.Imported given = input.given().get();
      return new GivenDrawsFit(input.problem(model), settings)
          .run(given.draws(), given.round().plan(), listener);
    }
    SparkSurvey work = work();
    Rounds rounds = Rounds.of(input.problem(model), work, settings);
    if (input.resumed().isEmpty()) {
      return rounds.run(listener);
    }
    EarlierAnswer earlier = input.resumed().get();
    work.sample(earlier.interim());
    return rounds.resume(earlier.interim(), earlier.last(), earlier.points(), listener);
  }

  private StoredDraws lastDraws(Rounds.Outcome found) {
    return input
        .given()
        .map(GivenDraws.Imported::draws)
        .orElseGet(() -> work().draw(found.last().plan()));
  }

  private Round last(Rounds.Outcome found) {
    return input
        .given()
        .map(GivenDraws.Imported::round)
        .orElseGet(() -> Round.of(found.last().plan()));
  }

  /** Hyperparameters and individuals at once, by an engine that samples them together. */
  private void together(String hash) throws IOException {
    EngineFit.Result found =
        ledger.clock().time("fit", () -> new EngineFit(config, model).run(input.objects()));
    replace(Map.of(), found.posterior(), hash);
    List<Guard> guards = Guards.of(config, model.problem(), found, input.survey().rejected());
    RunJson json = PopulationRecord.add(ledger.json(), found, guards);
    json = ResumeRecord.withoutSupport(json, Map.of());
    Optional<List<DrawBlock>> draws = Optional.empty();
    if (input.interim().isPresent()) {
      Round interim = input.interim().get();
      draws = Optional.of(work().draw(interim.plan()).blocks());
      json = ResumeRecord.withLastRound(json, interim);
    }
    ledger.json(json);
    if (input.interim().isPresent()) {
      countReused(List.of(input.interim().get()));
    }
    if (hasIndividuals()) {
      double[][][] members = found.memberships();
      ledger.json(
          MembershipRecord.add(
              ledger.json(), model.population(), MembershipRecord.counts(members)));
      String individuals = input.individualsHash(run.hashes());
      new EngineIndividuals(
              found,
              MembershipRecord.columns(model.population(), members),
              config.individuals().draws())
          .publish(
              conf,
              output,
              individuals,
              draws.map(b -> EngineIndividuals.Interim.of(model.population(), found, b)));
      ledger.write(ShrinkObjects.TABLE, individuals, input.fingerprint(), List.of(0));
    }
    ledger.write(TABLE, hash, input.fingerprint(), List.of(0));
  }

  /** Samples the interim round alone. */
  void sample() throws IOException {
    if (input.interim().isPresent()) {
      ledger.replace();
      work().sample(input.interim().get().plan());
      countReused(List.of(input.interim().get()));
    }
  }

  private void countReused(List<Round> tables) {
    ledger.json(
        run.sampled()
            .addTo(
                ledger.json(),
                conf,
                output,
                ModelText.of(config),
                tables,
                input.survey().objects()));
  }

  private void replace(Map<String, String> aside, Hyperposterior posterior, String hash)
      throws IOException {
    ledger.replace();
    Manifest.remove(conf, output, TABLE);
    Manifest.remove(conf, output, HyperposteriorFiles.DERIVED);
    List<Row> rows = input.survey().rejectedRows(aside);
    String ofRejected = Hashes.of(run.hashes().population(), input.fingerprint(), REJECTED);
    try (Publication publication =
        Publication.begin(conf, output, REJECTED, ofRejected, TableFiles.one())) {
      publication.writeBucket(
          0, 0, (c, file) -> RejectedTable.write(c, file, rows.iterator(), Map.of()));
      publication.publish();
    }
    new HyperposteriorFiles(conf, output).write(posterior, hash);
  }

  private SparkSurvey work() {
    return new SparkSurvey(run, input.objects().orElseThrow(), input.fingerprint());
  }

  /**
   * Whether the draws that later stages read are there; given draws are where the user keeps them.
   * Those of another catalogue, as after a return to an earlier release, serve while nothing has to
   * be read from them.
   */
  private boolean drawsServe() throws IOException {
    if (input.given().isPresent() || input.interim().isEmpty()) {
      return true;
    }
    List<Manifest> tables = manifests();
    boolean isUnread =
        ledger.matches(
                ShrinkObjects.TABLE, input.individualsHash(run.hashes()), input.fingerprint())
            && ledger.matches(Stages.REPORT, ledger.answer(), input.fingerprint());
    return tables.size() == 2 && (isUnread || drawsAreOfThisCatalogue());
  }

  private boolean drawsAreOfThisCatalogue() throws IOException {
    List<Manifest> tables = manifests();
    return tables.size() == 2
        && tables.stream().allMatch(table -> table.inputs().equals(input.fingerprint()));
  }

  /** Those of the tables of the first and the last round that are there. */
  private List<Manifest> manifests() throws IOException {
    Optional<Round> last = ResumeRecord.lastRound(ledger.json(), config.seed());
    if (last.isEmpty() || input.interim().isEmpty()) {
      return List.of();
    }
    List<Manifest> there = new ArrayList<>();
    Manifest.published(conf, output, input.interim().get().table()).ifPresent(there::add);
    Manifest.published(conf, output, last.get().table()).ifPresent(there::add);
    return there;
  }
}

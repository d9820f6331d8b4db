package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.FitPath;
import org.skypool.core.inference.GivenDrawsFit;
import org.skypool.core.inference.MemberCount;
import org.skypool.core.inference.RoundSettings;
import org.skypool.core.inference.Rounds;
import org.skypool.core.inference.RoundsListener;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.RejectedTable;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.progress.RunMetrics;
import org.skypool.jobs.report.CompareData;
import org.skypool.jobs.report.EstimateLines;

/**
 * The stages of one run, each of which runs the earlier ones that are missing and leaves its tables
 * and its part of {@code run.json} behind.
 */
public final class Stages implements AutoCloseable {
  private static final String POPULATION = HyperposteriorFiles.TABLE;
  private static final String REJECTED = "rejected";
  private static final String MOCK = "mock";

  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final StageHashes hashes;
  private final StageClock clock;
  private final ProgressWatch watch;
  private final Layout layout;
  private final String command;
  private RunJson json;
  private SurveyInput input;
  private BucketedObjects objects;
  private Optional<SurveyInjections> injections = Optional.empty();
  private Round interim;
  private GivenDraws.Imported given;
  private List<CompareData> compared = List.of();

  private Stages(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      Path output,
      Layout layout,
      String command)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.output = output;
    this.hashes = StageHashes.of(config);
    this.clock = new StageClock(spark.sparkContext());
    this.watch = new ProgressWatch(spark.sparkContext());
    RunMetrics.OF_THIS_DRIVER.clear();
    this.layout = layout;
    this.command = command;
    this.json = RunJson.read(conf, output);
  }

  /**
   * Claims the output folder for a run.
   *
   * @param layout of the run on its machines
   * @param command the command line, for the report
   * @throws IOException if the folder cannot be written
   */
  public static Stages open(SparkSession spark, RunConfig written, Layout layout, String command)
      throws IOException {
    RunConfig config = Levels.in(spark, written);
    SurveyModel model = SurveyModel.of(config);
    model.refuseUnsupported(config);
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Path output = OutputFolder.path(conf, config.output());
    OutputFolder.claim(conf, output, config.name());
    return new Stages(spark, config, model, output, layout, command);
  }

  /** The output folder. */
  public Path output() {
    return output;
  }

  /** Whether the answer written so far can be trusted. */
  public boolean isTrustworthy() {
    return json.get("status").map(JsonNode::asText).orElse("ok").equals("ok");
  }

  /** The guards that failed, one line each: what was found and what to change. */
  public List<String> failedGuards() {
    return json.get("guards").map(Guard::failures).orElse(List.of());
  }

  /** Writes the mock catalogue where the configuration asks for one and it is not there yet. */
  public void mock() throws IOException {
    String hash = Hashes.of(hashes.mock(), Version.current(), MOCK);
    if (matches(MOCK, hash, "")) {
      return;
    }
    Manifest.remove(conf, output, MOCK);
    clock.<Void, IOException>time(
        MOCK,
        () -> {
          new MockSurvey(spark, config, conf, output, watch).run();
          return null;
        });
    new Manifest(MOCK, hash, "", Version.current(), List.of()).write(conf, output);
    writeRecord();
  }

  /** Catalogue to draws of the interim round. */
  public void sample() throws IOException {
    readInput();
    if (interim != null) {
      work().sample(interim.plan());
    }
    writeRecord();
  }

  /** Draws to hyperposterior, in rounds, and what is derived from it. */
  public void population() throws IOException {
    fit();
    json = new DeriveQuantities(conf, output, config, model).run(json, populationHash());
    writeRecord();
  }

  private void fit() throws IOException {
    readInput();
    String hash = populationHash();
    if (matches(POPULATION, hash, input.fingerprint())
        && drawsExist()
        && output.getFileSystem(conf).exists(new Path(output, REJECTED))) {
      json = json.with("input", input.toMap(withoutSupport()));
      return;
    }
    Manifest.remove(conf, output, POPULATION);
    if (!config.engine().isReweight()) {
      sampleTogether(hash);
      return;
    }
    Rounds.Outcome found = clock.time("fit", this::rounds);
    List<Guard> guards = Guards.of(config, model.problem(), found, given != null, input.rejected());
    RunMetrics.OF_THIS_DRIVER.aside(found.aside().size());
    writeRejected(found.aside());
    new HyperposteriorFiles(conf, output).write(found.posterior(), hash);
    Round last = given == null ? Round.of(found.last().plan()) : given.round();
    json = PopulationRecord.add(json, found, guards, given != null);
    json = json.with("evaluator", lastDraws(found).place().json());
    json = ResumeRecord.withoutSupport(json, found.aside());
    json = ResumeRecord.withLastRound(json, last).with("input", input.toMap(found.aside()));
    writeRecordAndManifest(POPULATION, hash, List.of(0));
  }

  /** The record first: where a manifest matches, the record must already speak of its table. */
  private void writeRecordAndManifest(String stage, String hash, List<Integer> buckets)
      throws IOException {
    writeRecord();
    new Manifest(stage, hash, input.fingerprint(), Version.current(), buckets).write(conf, output);
  }

  /** Hyperparameters and individuals at once, by an engine that samples them together. */
  private void sampleTogether(String hash) throws IOException {
    EngineFit.Result found =
        clock.time("fit", () -> new EngineFit(config, model).run(Optional.ofNullable(objects)));
    writeRejected(Map.of());
    new HyperposteriorFiles(conf, output).write(found.posterior(), hash);
    json =
        PopulationRecord.add(
            json, found, Guards.of(config, model.problem(), found, input.rejected()));
    json = ResumeRecord.withoutSupport(json, Map.of());
    Optional<List<DrawBlock>> draws = Optional.empty();
    if (interim != null) {
      draws = Optional.of(work().draw(interim.plan()).blocks());
      json = ResumeRecord.withLastRound(json, interim);
    }
    if (hasIndividuals()) {
      double[][][] members = found.memberships();
      json = MembershipRecord.add(json, model.population(), MembershipRecord.counts(members));
      new EngineIndividuals(
              found.objects(),
              MembershipRecord.columns(model.population(), members),
              config.individuals().draws())
          .publish(
              conf,
              output,
              individualsHash(),
              draws.map(b -> EngineIndividuals.Interim.of(model.population(), found, b)));
      writeRecordAndManifest(ShrinkObjects.TABLE, individualsHash(), List.of(0));
    }
    writeRecordAndManifest(POPULATION, hash, List.of(0));
  }

  private boolean hasIndividuals() {
    return objects != null && !model.thetas().isEmpty();
  }

  private String individualsHash() {
    return Hashes.of(hashes.individuals(), input.fingerprint(), Version.current());
  }

  /** Draws and hyperposterior to individuals. */
  public void shrink() throws IOException {
    population();
    String hash = individualsHash();
    if (matches(ShrinkObjects.TABLE, hash, input.fingerprint())) {
      return;
    }
    if (!config.engine().isReweight()) {
      if (hasIndividuals()) {
        Manifest.remove(conf, output, POPULATION);
        fit();
      }
      return;
    }
    Manifest.remove(conf, output, ShrinkObjects.TABLE);
    Round last = lastRound();
    double[][] phis =
        new HyperposteriorFiles(conf, output).draws(model.population().hyperprior().names());
    Set<String> aside = new TreeSet<>(withoutSupport().keySet());
    List<Integer> buckets =
        clock.time(
            "shrink",
            () ->
                new ShrinkObjects(config, context(), conf, output, watch)
                    .run(
                        last,
                        given == null ? interim : last,
                        phis,
                        aside,
                        input.objects(),
                        injections.map(SurveyInjections::injections),
                        hash));
    List<MemberCount> members =
        clock.time(
            "shrink",
            () ->
                new CountMembers(config, context(), conf, output)
                    .run(last, phis, aside, input.objects()));
    json = json.with("elpd_loo", new PredictedObjects(spark, output).total());
    json = MembershipRecord.add(json, model.population(), members);
    writeRecordAndManifest(ShrinkObjects.TABLE, hash, buckets);
  }

  /** Tables to the report. */
  public Path report() throws IOException {
    shrink();
    Path file = new Path(output, "report.html");
    clock.<Void, IOException>time(
        "report",
        () -> {
          compared = compare();
          Optional<Round> last = ResumeRecord.lastRound(json, config.seed());
          new WriteReport(spark, config, model, conf, output, last, json, command)
              .run(file, compared);
          return null;
        });
    writeRecord();
    return file;
  }

  /** Estimates of the objects three ways as lines, after the report was written with them. */
  public List<String> estimates() {
    return EstimateLines.of(compared);
  }

  /** Independent and pooled estimates, where the configuration asks for them. */
  private List<CompareData> compare() {
    if (!config.report().compare() || interim == null) {
      return List.of();
    }
    long fitted =
        json.get("elpd_loo")
            .map(node -> node.get("objects").asLong() + node.get("without").asLong())
            .orElse(input.objects());
    Optional<ObjectBlock> observed =
        model.objectColumns().observed().isEmpty()
            ? Optional.empty()
            : Optional.of(objects.collected());
    CompareEstimates.Result found =
        new CompareEstimates(spark, config, model, output, observed)
            .run(lastRound().table(), fitted);
    json = json.with("compare", found.json());
    return found.shown();
  }

  private String populationHash() {
    String catalogue = Hashes.of(hashes.population(), input.fingerprint(), Version.current());
    return injections.map(found -> Hashes.of(catalogue, found.fingerprint())).orElse(catalogue);
  }

  private SurveyProblem problem() {
    return injections
        .map(found -> model.problem().with(found.injections()))
        .orElse(model.problem());
  }

  private Rounds.Outcome rounds() {
    RoundSettings settings =
        new RoundSettings(
            config.objects().draws(),
            config.rounds().max(),
            config.rounds().drift(),
            config.hyperposterior().ess(),
            config.seed(),
            given == null ? interim.storedAsDouble() : Set.of(),
            FitPath.Wanted.valueOf(config.hyperposterior().path().toUpperCase(Locale.ROOT)));
    RoundsListener listener = new RoundLines();
    return given == null
        ? Rounds.of(problem(), work(), settings).run(listener)
        : new GivenDrawsFit(problem(), settings).run(given.draws(), given.round().plan(), listener);
  }

  private StoredDraws lastDraws(Rounds.Outcome found) {
    return given == null ? work().draw(found.last().plan()) : given.draws();
  }

  private SparkSurvey work() {
    return new SparkSurvey(
        config,
        objects,
        conf,
        output,
        input.fingerprint(),
        hashes,
        clock,
        watch,
        layout.evaluator());
  }

  private void readInput() throws IOException {
    if (input != null) {
      return;
    }
    if (config.catalog().source() == RunConfig.Source.DRAWS) {
      given =
          clock.time(
              "catalogue",
              () ->
                  new GivenDraws(spark, config, model, conf, output, layout.evaluator())
                      .run(hashes.interim()));
      input = SurveyInput.of(config, given);
    } else if (config.catalog().source() == RunConfig.Source.NONE) {
      input = SurveyInput.none();
    } else {
      readCatalogue();
    }
    injections = clock.time("catalogue", () -> SurveyInjections.of(spark, config, model));
    RunJson kept =
        matches(POPULATION, populationHash(), input.fingerprint()) ? json : RunJson.empty();
    json = RunHeader.add(kept, config).with("input", input.toMap(Map.of()));
    RunMetrics.OF_THIS_DRIVER.catalogue(input.objects(), input.rejected());
    System.err.println(input.line());
  }

  private void readCatalogue() throws IOException {
    RunConfig.Catalog source = config.catalog();
    if (source.source() == RunConfig.Source.MOCK) {
      mock();
      source = MockSurvey.asCatalogue(config, output);
    }
    SurveyObjects read =
        SurveyObjects.read(spark, config, model, source, clock, layout.partitions());
    input = read.input();
    objects = read.objects();
    interim = read.interim().orElse(null);
  }

  private Round lastRound() {
    return ResumeRecord.lastRound(json, config.seed()).orElseThrow();
  }

  private Map<String, String> withoutSupport() {
    return ResumeRecord.withoutSupport(json);
  }

  private void writeRejected(Map<String, String> aside) throws IOException {
    List<Row> rows = input.rejectedRows(aside);
    String hash = Hashes.of(hashes.population(), input.fingerprint(), REJECTED);
    try (Publication publication = Publication.begin(conf, output, REJECTED, hash)) {
      publication.writeBucket(
          0, 0, (c, file) -> RejectedTable.write(c, file, rows.iterator(), Map.of()));
      publication.publish(1);
    }
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /**
   * Whether the draws that later stages read are there; given draws are where the user keeps them.
   */
  private boolean drawsExist() throws IOException {
    if (given != null || interim == null) {
      return true;
    }
    Optional<Round> last = ResumeRecord.lastRound(json, config.seed());
    return last.isPresent()
        && Manifest.published(conf, output, interim.table()).isPresent()
        && Manifest.published(conf, output, last.get().table()).isPresent();
  }

  private boolean matches(String stage, String hash, String inputs) throws IOException {
    return Manifest.published(conf, output, stage)
        .filter(done -> done.matches(hash, inputs, Version.current()))
        .isPresent();
  }

  private void writeRecord() throws IOException {
    if (!watch.slowest().isEmpty()) {
      json = json.with("slowest_objects", watch.slowest());
    }
    for (Map.Entry<String, Double> entry : clock.seconds().entrySet()) {
      json = json.with("seconds", entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, Double> entry : clock.cpuSeconds().entrySet()) {
      json = json.with("cpu_seconds", entry.getKey(), entry.getValue());
    }
    json =
        json.with(
            "spark", Map.of("version", spark.version(), "master", spark.sparkContext().master()));
    json.write(conf, output);
  }

  @Override
  public void close() {
    if (objects != null) {
      objects.close();
    }
    if (input != null) {
      input.close();
    }
  }
}

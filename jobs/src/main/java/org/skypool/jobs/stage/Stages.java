package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.inference.MemberCount;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.progress.RunMetrics;
import org.skypool.jobs.release.Releases;
import org.skypool.jobs.report.CompareData;
import org.skypool.jobs.report.EstimateLines;

/**
 * The stages of one run, each of which runs the earlier ones that are missing and leaves its tables
 * and its part of {@code run.json} behind.
 */
public final class Stages implements AutoCloseable {
  static final String REPORT = "report.html";
  private static final String MOCK = "mock";

  private final RunScope run;
  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final Ledger ledger;
  private final String command;
  private RunInput input;
  private FitPopulation fit;
  private List<CompareData> compared = List.of();

  private Stages(RunScope run, String command) {
    this.run = run;
    this.spark = run.spark();
    this.config = run.config();
    this.model = run.model();
    this.conf = run.conf();
    this.output = run.output();
    this.ledger = run.ledger();
    RunMetrics.OF_THIS_DRIVER.clear();
    this.command = command;
  }

  /**
   * Claims the output folder for a run.
   *
   * @param layout of the run on its machines
   * @param command the command line, for the report
   * @param release name of the release to be made, and time of the run
   * @throws org.skypool.jobs.config.ConfigException where the configuration cannot be run, another
   *     run writes to the folder, or the release's name is refused
   * @throws IOException if the folder cannot be written
   */
  public static Stages open(
      SparkSession spark, RunConfig written, Layout layout, String command, ReleaseName release)
      throws IOException {
    RunConfig config = Levels.in(spark, written);
    SurveyModel model = SurveyModel.of(config);
    model.refuseUnsupported(config);
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Path output = OutputFolder.path(conf, config.output());
    OutputFolder.claim(conf, output, config.name());
    Releases.Wanted wanted =
        new Releases.Wanted(release.name(), config.releases().keep(), release.now());
    Ledger ledger = Ledger.open(spark, conf, output, wanted);
    return new Stages(
        new RunScope(
            spark,
            config,
            model,
            conf,
            output,
            StageHashes.of(config),
            ledger,
            layout,
            new SampledTables(ledger.release())),
        command);
  }

  /** The output folder. */
  public Path output() {
    return output;
  }

  /** Whether the answer written so far can be trusted. */
  public boolean isTrustworthy() {
    return ledger.json().get("status").map(JsonNode::asText).orElse("ok").equals("ok");
  }

  /** The guards that failed, one line each: what was found and what to change. */
  public List<String> failedGuards() {
    return ledger.json().get("guards").map(Guard::failures).orElse(List.of());
  }

  /** Writes the mock catalogue where the configuration asks for one and it is not there yet. */
  public void mock() throws IOException {
    String hash = Hashes.of(run.hashes().mock(), Version.current(), MOCK);
    if (ledger.matches(MOCK, hash, "")) {
      return;
    }
    Manifest.remove(conf, output, MOCK);
    ledger
        .clock()
        .<Void, IOException>time(
            MOCK,
            () -> {
              new MockSurvey(spark, config, conf, output, ledger.watch()).run();
              return null;
            });
    new Manifest(MOCK, hash, "", Version.current(), List.of()).write(conf, output);
    ledger.writeNow();
  }

  /** Catalogue to draws of the interim round. */
  public void sample() throws IOException {
    readInput();
    fit.sample();
    ledger.write();
  }

  /** Draws to hyperposterior, in rounds, and what is derived from it. */
  public void population() throws IOException {
    readInput();
    fit.run();
    derive();
    ledger.write();
  }

  private void derive() throws IOException {
    String population = input.populationHash(run.hashes());
    String hash = Hashes.of(population, config.population().derived().toString());
    boolean isAny = !model.derived().names().isEmpty();
    if (isAny && ledger.matches(HyperposteriorFiles.DERIVED, hash, input.fingerprint())) {
      return;
    }
    if (isAny) {
      ledger.replace();
    }
    ledger.json(new DeriveQuantities(conf, output, config, model).run(ledger.json(), population));
    if (isAny) {
      ledger.write(HyperposteriorFiles.DERIVED, hash, input.fingerprint(), List.of(0));
    }
  }

  /** Draws and hyperposterior to individuals. */
  public void shrink() throws IOException {
    population();
    String hash = input.individualsHash(run.hashes());
    if (ledger.matches(ShrinkObjects.TABLE, hash, input.fingerprint())) {
      return;
    }
    if (!config.engine().isReweight()) {
      if (fit.hasIndividuals()) {
        fit.again();
      }
      return;
    }
    ledger.replace();
    Manifest.remove(conf, output, ShrinkObjects.TABLE);
    Round last = lastRound();
    double[][] phis =
        new HyperposteriorFiles(conf, output).draws(model.population().hyperprior().names());
    Set<String> aside = new TreeSet<>(ResumeRecord.withoutSupport(ledger.json()).keySet());
    long objects = input.survey().objects();
    ShrinkObjects shrinking = new ShrinkObjects(config, context(), conf, output, ledger.watch());
    List<Integer> buckets =
        ledger
            .clock()
            .time(
                "shrink",
                () ->
                    shrinking.run(
                        last,
                        input.interim().orElse(last),
                        phis,
                        aside,
                        objects,
                        input.injections().map(SurveyInjections::injections),
                        hash));
    List<MemberCount> members =
        ledger
            .clock()
            .time(
                "shrink",
                () ->
                    new CountMembers(config, context(), conf, output)
                        .run(last, phis, aside, objects));
    RunJson json = ledger.json().with("elpd_loo", new PredictedObjects(spark, output).total());
    ledger.json(MembershipRecord.add(json, model.population(), members));
    ledger.write(ShrinkObjects.TABLE, hash, input.fingerprint(), buckets);
  }

  /** Tables to the report, unless it is there. */
  public Path report() throws IOException {
    shrink();
    Path file = new Path(output, REPORT);
    String hash = ledger.answer();
    if (ledger.matches(REPORT, hash, input.fingerprint()) && !config.report().compare()) {
      return file;
    }
    ledger.replace();
    Manifest.remove(conf, output, REPORT);
    ledger
        .clock()
        .<Void, IOException>time(
            "report",
            () -> {
              compared = compare();
              Optional<Round> last = ResumeRecord.lastRound(ledger.json(), config.seed());
              new WriteReport(spark, config, model, conf, output, last, ledger.json(), command)
                  .run(file, compared);
              return null;
            });
    ledger.write(REPORT, hash, input.fingerprint(), List.of());
    return file;
  }

  /** Says that the command's last stage is done: the answer that is there is a release. */
  public void finish() throws IOException {
    ledger.complete();
  }

  /** One line on the whole run for logs and schedulers: {@code key=value} with blanks between. */
  public String summary() {
    return RunSummary.line(ledger, input.survey(), run.sampled(), new Path(output, REPORT));
  }

  /** Estimates of the objects three ways as lines, after the report was written with them. */
  public List<String> estimates() {
    return EstimateLines.of(compared);
  }

  /** Independent and pooled estimates, where the configuration asks for them. */
  private List<CompareData> compare() {
    if (!config.report().compare() || input.interim().isEmpty()) {
      return List.of();
    }
    long fitted =
        ledger
            .json()
            .get("elpd_loo")
            .map(node -> node.get("objects").asLong() + node.get("without").asLong())
            .orElse(input.survey().objects());
    Optional<ObjectBlock> observed =
        model.objectColumns().observed().isEmpty()
            ? Optional.empty()
            : input.objects().map(BucketedObjects::collected);
    CompareEstimates.Result found =
        new CompareEstimates(spark, config, model, output, observed)
            .run(lastRound().table(), fitted);
    ledger.json(ledger.json().with("compare", found.json()));
    return found.shown();
  }

  private void readInput() throws IOException {
    if (input != null) {
      return;
    }
    RunConfig.Catalog source = config.catalog();
    if (source.source() == RunConfig.Source.MOCK) {
      mock();
      source = MockSurvey.asCatalogue(config, output);
    }
    input = RunInput.read(run, source);
    fit = new FitPopulation(run, input);
    ledger.answer(input.answerHash(run.hashes()));
    boolean isFitted =
        ledger.matches(
            FitPopulation.TABLE, input.populationHash(run.hashes()), input.fingerprint());
    RunJson kept = isFitted ? ledger.json() : RunJson.empty();
    ledger.json(RunHeader.add(kept, config).with("input", input.survey().toMap(Map.of())));
    SurveyInput survey = input.survey();
    RunMetrics.OF_THIS_DRIVER.catalogue(survey.objects(), survey.rejected());
    System.err.println(survey.line());
  }

  private Round lastRound() {
    return ResumeRecord.lastRound(ledger.json(), config.seed()).orElseThrow();
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Override
  public void close() throws IOException {
    try {
      if (input != null) {
        input.close();
      }
    } finally {
      ledger.close();
    }
  }
}

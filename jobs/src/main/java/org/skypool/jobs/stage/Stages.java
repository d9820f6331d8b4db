package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.inference.Audit;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.sampler.SamplerSettings;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.CatalogueReader;
import org.skypool.jobs.io.HyperposteriorTable;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.RejectedTable;
import org.skypool.jobs.io.RunJson;

/**
 * The stages of one run, each of which runs the earlier ones that are missing and leaves its tables and
 * its part of {@code run.json} behind.
 */
public final class Stages implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POPULATION = "hyperposterior";
  private static final String REJECTED = "rejected";
  private static final int MOST_ROUNDS = 6;
  private static final int AIMING_DRAWS = 400;
  private static final int AUDITED = 5_000;

  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final StageHashes hashes;
  private final StageClock clock;
  private final ProgressWatch watch;
  private final OptionalInt partitions;
  private RunJson json;
  private Catalogue catalogue;
  private BucketedObjects objects;

  private Stages(
      SparkSession spark, RunConfig config, SurveyModel model, Path output, OptionalInt partitions)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.output = output;
    this.hashes = StageHashes.of(config);
    this.clock = new StageClock(spark.sparkContext());
    this.watch = new ProgressWatch(spark.sparkContext());
    this.partitions = partitions;
    this.json = RunJson.read(conf, output);
  }

  /**
   * Claims the output folder for a run.
   *
   * @param partitions Spark partitions of the sampling stage; no result depends on it
   * @throws IOException if the folder cannot be written
   */
  public static Stages open(SparkSession spark, RunConfig config, OptionalInt partitions)
      throws IOException {
    SurveyModel model = SurveyModel.of(config);
    model.refuseUnsupported(config);
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Path output = OutputFolder.path(conf, config.output());
    OutputFolder.claim(conf, output, config.name());
    return new Stages(spark, config, model, output, partitions);
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
    List<String> lines = new ArrayList<>();
    json.get("guards")
        .ifPresent(
            guards -> {
              for (JsonNode guard : guards) {
                if (!guard.get("passed").asBoolean()) {
                  lines.add(
                      "guard %s is %s, allowed %s: %s; %s"
                          .formatted(
                              guard.get("name").asText(),
                              guard.get("value"),
                              guard.get("threshold"),
                              guard.get("meaning").asText(),
                              guard.get("remedy").asText()));
                }
              }
            });
    return lines;
  }

  /** Writes the mock catalogue where the configuration asks for one and it is not there yet. */
  public void mock() throws IOException {
    String hash = Hashes.of(hashes.interim(), Version.current(), "mock");
    if (matches("mock", hash, "")) {
      return;
    }
    Manifest.remove(conf, output, "mock");
    clock.<Void, IOException>time(
        "mock",
        () -> {
          new MockSurvey(spark, config, conf, output).run();
          return null;
        });
    new Manifest("mock", hash, "", Version.current(), List.of()).write(conf, output);
    writeRecord();
  }

  /** Catalogue to draws of the interim round. */
  public void sample() throws IOException {
    readCatalogue();
    sample(interimRound());
    writeRecord();
  }

  /** Draws to hyperposterior, in rounds. */
  public void population() throws IOException {
    readCatalogue();
    String hash = Hashes.of(hashes.population(), catalogue.fingerprint(), Version.current());
    if (matches(POPULATION, hash, catalogue.fingerprint())) {
      return;
    }
    Manifest.remove(conf, output, POPULATION);
    List<RoundRecord> rounds = new ArrayList<>();
    FitPopulation fitting = new FitPopulation(config, model);
    int most = config.rounds().max().orElse(MOST_ROUNDS);
    Round round = interimRound();
    while (true) {
      boolean single = most == 1;
      sample(round);
      LoadDraws draws = load(round);
      Optional<Hyperposterior> before =
          rounds.isEmpty()
              ? Optional.empty()
              : Optional.of(rounds.get(rounds.size() - 1).posterior());
      int wanted = round.number() == 0 && !single ? AIMING_DRAWS : config.hyperposterior().ess();
      FitPopulation.Result result = clock.time("fit", () -> fitting.run(draws, before, wanted));
      Hyperposterior posterior = result.fit().posterior();
      double drift = before.map(b -> RoundRecord.drift(b, posterior)).orElse(Double.NaN);
      boolean last = round.number() + 1 >= most;
      boolean settled = drift <= config.rounds().drift();
      Optional<Audit> audit = Optional.empty();
      if (last || settled) {
        Round audited = round;
        audit =
            Optional.of(
                clock.time(
                    "audit",
                    () ->
                        new AuditPoints(config, objects, watch)
                            .run(audited, posterior, AUDITED)));
      }
      RoundRecord record =
          new RoundRecord(
              round.number(), result.objects(), result.draws(), posterior, drift, audit);
      rounds.add(record);
      report(record);
      if (last || (settled && audit.orElseThrow().worst() <= Guards.BIAS)) {
        finishPopulation(rounds, result, draws, hash, round);
        return;
      }
      round =
          new Round(
              round.number() + 1,
              posterior.mean(),
              round.points(),
              config.seed(),
              round.storedAsDouble());
    }
  }

  private void report(RoundRecord record) {
    StringBuilder line = new StringBuilder("round " + record.round() + ":");
    Hyperposterior posterior = record.posterior();
    for (int j = 0; j < posterior.names().size(); j++) {
      line.append(
          String.format(
              java.util.Locale.ROOT,
              " %s = %.4g +- %.2g",
              posterior.names().get(j),
              posterior.mean()[j],
              posterior.sd(j)));
    }
    if (!Double.isNaN(record.drift())) {
      line.append(String.format(java.util.Locale.ROOT, ", moved %.3f sd", record.drift()));
    }
    record
        .audit()
        .ifPresent(
            a ->
                line.append(
                    String.format(java.util.Locale.ROOT, ", audited bias within %.3f sd", a.worst())));
    System.err.println(line);
  }

  private void finishPopulation(
      List<RoundRecord> rounds,
      FitPopulation.Result result,
      LoadDraws draws,
      String hash,
      Round round)
      throws IOException {
    Set<String> aside = new TreeSet<>(result.unsupported());
    Map<String, String> reasons = new LinkedHashMap<>(draws.unusable());
    aside.forEach(id -> reasons.put(id, "no hyperparameters support it: density 0 at all its draws"));
    List<Guard> guards =
        Guards.of(
            config, model.population().hyperprior(), rounds, result.fit(), reasons.size());
    writeRejected(reasons);
    writeHyperposterior(rounds.get(rounds.size() - 1).posterior(), hash);
    json =
        PopulationRecord.add(json, rounds, result.fit(), guards)
            .with("without_support", reasons)
            .with("last_round", roundMap(round));
    Map<String, Object> input = inputMap();
    input.put("objects", result.objects());
    input.put("rejected", catalogue.rejectedRows() + reasons.size());
    json = json.with("input", input);
    new Manifest(POPULATION, hash, catalogue.fingerprint(), Version.current(), List.of(0))
        .write(conf, output);
    writeRecord();
  }

  private static Map<String, Object> roundMap(Round round) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", round.number());
    map.put("points", round.points());
    map.put("stored_as_double", new ArrayList<>(round.storedAsDouble()));
    return map;
  }

  private void writeHyperposterior(Hyperposterior posterior, String hash) throws IOException {
    int n = posterior.draws().length;
    int[] draw = new int[n];
    int[] next = new int[n];
    for (int r = 0; r < n; r++) {
      draw[r] = next[posterior.chain()[r]]++;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < posterior.names().size(); j++) {
      double[] column = new double[n];
      for (int r = 0; r < n; r++) {
        column[r] = posterior.draws()[r][j];
      }
      columns.put(posterior.names().get(j), column);
    }
    HyperposteriorTable table =
        new HyperposteriorTable(posterior.chain(), draw, posterior.logDensity(), columns);
    try (Publication publication = Publication.begin(conf, output, POPULATION, hash)) {
      publication.writeBucket(0, 0, (c, file) -> table.write(c, file, Map.of()));
      publication.publish(1);
    }
  }

  private void writeRejected(Map<String, String> reasons) throws IOException {
    List<Row> rows = new ArrayList<>();
    Iterator<Row> judged = catalogue.rejectedInOrder().toLocalIterator();
    judged.forEachRemaining(rows::add);
    if (!reasons.isEmpty()) {
      catalogue
          .objects()
          .filter(functions.col("object_id").isin(reasons.keySet().toArray()))
          .select("file", "row", "object_id")
          .orderBy("file", "row")
          .toLocalIterator()
          .forEachRemaining(
              row ->
                  rows.add(
                      RowFactory.create(
                          row.getString(0),
                          row.getLong(1),
                          row.getString(2),
                          reasons.get(row.getString(2)))));
    }
    String hash = Hashes.of(hashes.population(), catalogue.fingerprint(), REJECTED);
    try (Publication publication = Publication.begin(conf, output, REJECTED, hash)) {
      publication.writeBucket(
          0, 0, (c, file) -> RejectedTable.write(c, file, rows.iterator(), Map.of()));
      publication.publish(1);
    }
  }

  /** Draws and hyperposterior to individuals. */
  public void shrink() throws IOException {
    population();
    String hash = Hashes.of(hashes.individuals(), catalogue.fingerprint(), Version.current());
    if (matches(ShrinkObjects.TABLE, hash, catalogue.fingerprint())) {
      return;
    }
    Manifest.remove(conf, output, ShrinkObjects.TABLE);
    Round last = lastRound();
    List<String> names = model.population().hyperprior().names();
    HyperposteriorTable table =
        HyperposteriorTable.read(
            conf, new Path(new Path(output, POPULATION), "part-00000.parquet"), names);
    double[][] phis = new double[table.draw().length][names.size()];
    for (int j = 0; j < names.size(); j++) {
      double[] column = table.hyperparameters().get(names.get(j));
      for (int r = 0; r < phis.length; r++) {
        phis[r][j] = column[r];
      }
    }
    clock.<Void, IOException>time(
        "shrink",
        () -> {
          new ShrinkObjects(config, context(), conf, output, watch)
              .run(last, interimRound(), phis, withoutSupport(), catalogue.size(), hash);
          return null;
        });
    new Manifest(ShrinkObjects.TABLE, hash, catalogue.fingerprint(), Version.current(), List.of())
        .write(conf, output);
    writeRecord();
  }

  private Set<String> withoutSupport() {
    Set<String> ids = new TreeSet<>();
    json.get("without_support").ifPresent(node -> node.fieldNames().forEachRemaining(ids::add));
    return ids;
  }

  private Round lastRound() {
    JsonNode node = json.get("last_round").orElseThrow();
    Set<String> doubles = new TreeSet<>();
    node.get("stored_as_double").forEach(name -> doubles.add(name.asText()));
    return new Round(
        node.get("number").asInt(), null, node.get("points").asInt(), config.seed(), doubles);
  }

  /** Tables to the report. */
  public Path report() throws IOException {
    shrink();
    Path file = new Path(output, "report.html");
    clock.<Void, IOException>time(
        "report",
        () -> {
          new WriteReport(spark, config, model, conf, output, lastRound(), json).run(file);
          return null;
        });
    writeRecord();
    return file;
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private void readCatalogue() throws IOException {
    if (catalogue != null) {
      return;
    }
    RunConfig.Catalog source = config.catalog();
    if (source.source() == RunConfig.Source.MOCK) {
      mock();
      source = MockSurvey.asCatalogue(config, output);
    }
    RunConfig.Catalog read = source;
    ModelText text = ModelText.of(config);
    catalogue =
        clock.time(
            "catalogue",
            () -> CatalogueReader.read(spark, read, model.columns(), new ArgumentCheck(text)));
    json =
        json.with("name", config.name())
            .with("version", Version.current())
            .with("config", configuration())
            .with("config_hash", config.hash())
            .with("input", inputMap());
    System.err.printf(
        java.util.Locale.ROOT,
        "catalogue: %,d rows, %,d not selected, %,d rejected, %,d objects%n",
        catalogue.rows(),
        catalogue.notSelected(),
        catalogue.rejectedRows(),
        catalogue.size());
  }

  private Map<String, Object> configuration() {
    try {
      return JSON.readValue(config.resolved(), new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the resolved configuration is JSON", impossible);
    }
  }

  private Map<String, Object> inputMap() {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put(
        "path",
        config.catalog().path().orElse(config.catalog().source().name().toLowerCase(java.util.Locale.ROOT)));
    input.put("rows", catalogue.rows());
    input.put("not_selected", catalogue.notSelected());
    input.put("rejected", catalogue.rejectedRows());
    input.put("objects", catalogue.size());
    input.put("fingerprint", catalogue.fingerprint());
    Map<String, Object> reasons = new LinkedHashMap<>();
    catalogue
        .rejected()
        .groupBy("reason")
        .count()
        .orderBy(functions.desc("count"), functions.asc("reason"))
        .limit(10)
        .toLocalIterator()
        .forEachRemaining(row -> reasons.put(row.getString(0), row.getLong(1)));
    input.put("reasons", reasons);
    return input;
  }

  private Round interimRound() {
    int points =
        config.objects().draws().orElse(SamplerSettings.defaultPoints(model.thetas().size()));
    if (objects == null) {
      long bytes = (4L * model.thetas().size() + 16) * points;
      objects =
          BucketedObjects.of(spark, catalogue, model.columns(), bytes, partitions);
      storedAsDouble = Precision.storedAsDouble(config, model, objects);
    }
    return new Round(0, null, points, config.seed(), storedAsDouble);
  }

  private Set<String> storedAsDouble = Set.of();

  private void sample(Round round) throws IOException {
    clock.<Boolean, IOException>time(
        "sample",
        () ->
            new SampleObjects(config, objects, conf, output, watch)
                .run(
                    round,
                    catalogue.fingerprint(),
                    round.number() == 0 ? hashes.interim() : hashes.sampling()));
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

  private boolean matches(String stage, String hash, String inputs) throws IOException {
    return Manifest.read(conf, output, stage)
        .filter(m -> m.matches(hash, inputs, Version.current()))
        .isPresent();
  }

  private void writeRecord() throws IOException {
    Map<String, Object> sparkMap = new LinkedHashMap<>();
    sparkMap.put("version", spark.version());
    sparkMap.put("master", spark.sparkContext().master());
    for (Map.Entry<String, Double> entry : clock.seconds().entrySet()) {
      json = json.with("seconds", entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, Double> entry : clock.cpuSeconds().entrySet()) {
      json = json.with("cpu_seconds", entry.getKey(), entry.getValue());
    }
    json = json.with("spark", sparkMap);
    json.write(conf, output);
  }

  @Override
  public void close() {
    if (objects != null) {
      objects.close();
    }
    if (catalogue != null) {
      catalogue.close();
    }
  }
}

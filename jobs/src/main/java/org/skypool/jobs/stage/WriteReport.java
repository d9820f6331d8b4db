package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.HyperposteriorTable;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.report.CompareData;
import org.skypool.jobs.report.ReportData;
import org.skypool.jobs.report.ReportPage;
import org.skypool.jobs.report.Values;

/** Turns a run's tables and its record into {@code report.html}. */
final class WriteReport {
  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final Optional<Round> last;
  private final RunJson json;
  private final String command;

  WriteReport(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      Configuration conf,
      Path output,
      Optional<Round> last,
      RunJson json,
      String command) {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.conf = conf;
    this.output = output;
    this.last = last;
    this.json = json;
    this.command = command;
  }

  /**
   * Writes the page aside and moves it into place.
   *
   * @param compare independent and pooled estimates; empty where they were not asked for
   */
  void run(Path file, List<CompareData> compare) throws IOException {
    HyperposteriorTable hyperposterior =
        new HyperposteriorFiles(conf, output).read(model.population().hyperprior().names());
    Optional<ReportTables> tables =
        last.map(round -> new ReportTables(spark, config, model, conf, output, round));
    boolean exact = model.problem().isExact();
    ReportData data =
        new ReportData(
            config.name(),
            run(),
            guards(),
            hyperparameters(),
            derived(),
            tables.isPresent() ? tables.get().populations(hyperposterior, truth()) : List.of(),
            Optional.of(posterior(hyperposterior)),
            tables.isPresent() && !exact ? tables.get().shrinkage() : List.of(),
            config.engine().isReweight() && !exact
                ? tables.flatMap(ReportTables::effectiveSizes)
                : Optional.empty(),
            rounds(),
            last.isPresent()
                ? checks(hyperposterior, tables.orElseThrow(), last.orElseThrow(), compare)
                : ReportData.Checks.NONE);
    AtomicFile.write(conf, file, ReportPage.render(data));
  }

  private ReportData.Checks checks(
      HyperposteriorTable hyperposterior,
      ReportTables tables,
      Round drawn,
      List<CompareData> compare) {
    long objects = json.get("input").orElseThrow().get("objects").asLong();
    Set<String> aside = new TreeSet<>();
    json.get("without_support").ifPresent(node -> node.fieldNames().forEachRemaining(aside::add));
    ChosenObjects chosen =
        ChosenObjects.of(
            conf,
            new Path(output, drawn.table()),
            model,
            drawn,
            aside,
            model.likelihood() == null ? 0 : PredictiveChecks.MOST_OBJECTS);
    return new ReportData.Checks(
        Optional.of(
            new PredictiveChecks(spark, config, model)
                .run(chosen, ReportTables.vectors(hyperposterior), objects)),
        tables.leaveOneOut(json.get("elpd_loo")),
        compare,
        json.get(MembershipRecord.ENTRY)
            .map(counts -> MembershipRecord.shown(spark, output, counts, objects)));
  }

  private Map<String, Double> truth() {
    return config.catalog().mock().map(RunConfig.Mock::truth).orElse(Map.of());
  }

  private ReportData.Run run() {
    JsonNode input = json.get("input").orElseThrow();
    Map<String, Long> reasons = new LinkedHashMap<>();
    input
        .get("reasons")
        .fields()
        .forEachRemaining(e -> reasons.put(e.getKey(), e.getValue().asLong()));
    Map<String, Double> seconds = new LinkedHashMap<>();
    json.get("seconds")
        .ifPresent(
            node ->
                node.fields()
                    .forEachRemaining(e -> seconds.put(e.getKey(), e.getValue().asDouble())));
    boolean ok = json.get("status").map(JsonNode::asText).orElse("").equals("ok");
    return new ReportData.Run(
        ok ? ReportData.Status.OK : ReportData.Status.UNTRUSTWORTHY,
        json.get("version").map(JsonNode::asText).orElse(""),
        Optional.empty(),
        command,
        new ReportData.Input(
            input.get("path").asText(),
            input.get("rows").asLong(),
            input.get("not_selected").asLong(),
            input.get("rejected").asLong(),
            reasons,
            input.get("objects").asLong(),
            expected()),
        sampler(),
        number(json.get("khat")),
        count("evaluations"),
        count("passes"),
        seconds,
        Optional.of(spark.version()),
        Optional.of(spark.sparkContext().master()),
        config.resolved());
  }

  /** Number of objects that a population with a rate expects, with its posterior sd. */
  private Optional<String> expected() {
    return json.get("expected")
        .filter(JsonNode::isObject)
        .map(
            node ->
                String.format(
                    Locale.ROOT,
                    "%,.0f \u00b1 %,.0f",
                    node.get("mean").asDouble(),
                    node.get("sd").asDouble()));
  }

  /** What sampled the hyperposterior, and over what. */
  private String sampler() {
    String sampler = json.get("sampler").map(JsonNode::asText).orElse("");
    return json.get("path")
        .map(path -> sampler + "; " + path.get("reason").asText())
        .orElse(sampler);
  }

  private OptionalLong count(String key) {
    return json.get(key).map(node -> OptionalLong.of(node.asLong())).orElse(OptionalLong.empty());
  }

  private static OptionalDouble number(Optional<JsonNode> node) {
    return node.filter(JsonNode::isNumber)
        .map(n -> OptionalDouble.of(n.asDouble()))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble number(JsonNode parent, String key) {
    return number(Optional.ofNullable(parent.get(key)));
  }

  private List<ReportData.Guard> guards() {
    List<ReportData.Guard> guards = new ArrayList<>();
    for (JsonNode node : json.get("guards").orElseThrow()) {
      guards.add(
          new ReportData.Guard(
              node.get("name").asText(),
              node.get("passed").asBoolean(),
              Guard.measured(node),
              Guard.required(node),
              node.get("meaning").asText(),
              node.get("remedy").asText()));
    }
    return guards;
  }

  private List<ReportData.Hyperparameter> hyperparameters() {
    List<ReportData.Hyperparameter> all = new ArrayList<>();
    Map<String, Double> truth = truth();
    json.get("hyperparameters")
        .orElseThrow()
        .fields()
        .forEachRemaining(
            e -> {
              JsonNode n = e.getValue();
              Double known = truth.get(e.getKey());
              all.add(
                  new ReportData.Hyperparameter(
                      e.getKey(),
                      n.get("mean").asDouble(),
                      n.get("sd").asDouble(),
                      n.get("median").asDouble(),
                      n.get("q05").asDouble(),
                      n.get("q16").asDouble(),
                      n.get("q84").asDouble(),
                      n.get("q95").asDouble(),
                      n.get("ess_bulk").asDouble(),
                      n.get("ess_tail").asDouble(),
                      number(n, "rhat"),
                      n.get("mcse_mean").asDouble(),
                      number(n, "monte_carlo_sd"),
                      number(n, "bias_sd"),
                      known == null ? OptionalDouble.empty() : OptionalDouble.of(known)));
            });
    return all;
  }

  /** Hyperparameters of their own before elements of vectors: figures show the first few. */
  private static List<String> singleFirst(Set<String> names) {
    return names.stream().sorted(Comparator.comparing(name -> name.contains("["))).toList();
  }

  private List<ReportData.Derived> derived() {
    Map<String, Double> truth = truth();
    List<String> names = model.population().hyperprior().names();
    Map<String, double[]> known =
        truth.keySet().containsAll(names)
            ? model.derived().of(new double[][] {names.stream().mapToDouble(truth::get).toArray()})
            : Map.of();
    List<ReportData.Derived> all = new ArrayList<>();
    for (String name : model.derived().names()) {
      JsonNode n = json.get("derived").orElseThrow().get(name);
      all.add(
          new ReportData.Derived(
              name,
              n.get("mean").asDouble(),
              n.get("sd").asDouble(),
              n.get("median").asDouble(),
              n.get("q05").asDouble(),
              n.get("q16").asDouble(),
              n.get("q84").asDouble(),
              n.get("q95").asDouble(),
              known.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(known.get(name)[0])));
    }
    return all;
  }

  private static ReportData.Posterior posterior(HyperposteriorTable table) {
    List<String> names = singleFirst(table.hyperparameters().keySet());
    int chains = Arrays.stream(table.chain()).max().orElse(0) + 1;
    List<List<Values>> all = new ArrayList<>();
    for (int c = 0; c < chains; c++) {
      int chain = c;
      List<Values> columns = new ArrayList<>();
      for (String name : names) {
        double[] values = table.hyperparameters().get(name);
        columns.add(
            Values.of(
                java.util.stream.IntStream.range(0, values.length)
                    .filter(r -> table.chain()[r] == chain)
                    .mapToDouble(r -> values[r])
                    .toArray()));
      }
      all.add(columns);
    }
    return new ReportData.Posterior(names, all);
  }

  private List<ReportData.Round> rounds() {
    List<ReportData.Round> rounds = new ArrayList<>();
    for (JsonNode node : json.get("rounds").orElseThrow()) {
      List<ReportData.Estimate> estimates = new ArrayList<>();
      node.get("mean")
          .fields()
          .forEachRemaining(
              e ->
                  estimates.add(
                      new ReportData.Estimate(
                          e.getKey(),
                          e.getValue().asDouble(),
                          node.get("sd").get(e.getKey()).asDouble())));
      long objects = node.get("objects").asLong();
      rounds.add(
          new ReportData.Round(
              node.get("round").asInt(),
              objects,
              (int) (node.get("draws").asLong() / Math.max(1, objects)),
              number(node, "drift_sd"),
              number(node, "monte_carlo_sd"),
              number(node, "bias_sd"),
              number(node, "missed_sd"),
              number(node, "information_loss_bits"),
              estimates));
    }
    return rounds;
  }
}

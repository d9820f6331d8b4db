package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.inference.LeaveOneOut;
import org.skypool.core.inference.ModelComparison;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.report.ComparisonData;
import org.skypool.jobs.report.ComparisonPage;
import org.skypool.jobs.report.Values;

/** Compares two finished runs on the same data. */
public final class CompareRuns {
  private static final String ID = "object_id";
  private static final String DIFFERENCE = "difference";
  private static final String DECIMAL = "decimal(28,12)";
  private static final double LARGEST = 3e7;
  private static final int SHOWN = 5_000;
  private static final int CLEAREST = 10;

  private final SparkSession spark;
  private final Configuration conf;
  private final RunConfig first;
  private final RunConfig second;

  /**
   * What was found.
   *
   * @param lines for people
   * @param page where the page is
   */
  public record Result(List<String> lines, String page) {}

  /** Makes a comparison of two runs whose individuals are written. */
  public CompareRuns(SparkSession spark, RunConfig first, RunConfig second) {
    this.spark = spark;
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.first = first;
    this.second = second;
  }

  /**
   * Refuses configurations whose likelihoods differ: only populations are compared.
   *
   * @throws ConfigException naming the key
   */
  public static void refuseDifferentData(RunConfig first, RunConfig second) {
    refuse("name", first.name().equals(second.name()) ? first.name() : null, "must differ");
    RunConfig.Objects one = first.objects();
    RunConfig.Objects two = second.objects();
    String same = "must be that of " + first.name() + ", " + one.model();
    refuse("objects.model", one.model().equals(two.model()) ? null : two.model(), same);
    boolean measured =
        one.thetas().equals(two.thetas()) && one.correlation().equals(two.correlation());
    same = "must be those of " + first.name() + ", " + one.thetas();
    refuse("objects.theta", measured ? null : two.thetas().toString(), same);
    boolean given = first.catalog().source() == RunConfig.Source.DRAWS;
    boolean relative = given && !one.interimPriors().equals(two.interimPriors());
    same = "must be those of " + first.name() + ", " + one.interimPriors();
    refuse("objects.interim-prior", relative ? two.interimPriors().toString() : null, same);
    for (RunConfig config : List.of(first, second)) {
      boolean together = !config.engine().isReweight();
      refuse(
          "engine",
          together ? config.engine().name() : null,
          "must be reweight: other engines leave no object out");
    }
  }

  private static void refuse(String key, String value, String allowed) {
    if (value != null) {
      throw new ConfigException(key + " = " + value + ": " + allowed);
    }
  }

  /**
   * Compares.
   *
   * @throws ConfigException if the runs are not of the same data
   */
  public Result run() throws IOException {
    Path one = OutputFolder.path(conf, first.output());
    Path two = OutputFolder.path(conf, second.output());
    RunJson json1 = RunJson.read(conf, one);
    RunJson json2 = RunJson.read(conf, two);
    refuse(
        "catalog",
        fingerprint(json1).equals(fingerprint(json2)) ? null : second.catalog().source().toString(),
        "must hold the data of " + first.name() + "; the files differ");
    ComparisonData data = data(objects(one, two), json1, json2);
    String name = "compare-" + second.name();
    Path page = new Path(one, name + ".html");
    AtomicFile.write(conf, page, ComparisonPage.render(data));
    AtomicFile.write(conf, new Path(one, name + ".json"), record(data).text());
    return new Result(
        List.of(ComparisonPage.verdict(data), ComparisonPage.evidence(data)),
        page.toUri().getPath());
  }

  private static String fingerprint(RunJson json) {
    return json.get("input").orElseThrow().get("fingerprint").asText();
  }

  private Dataset<Row> objects(Path one, Path two) {
    Dataset<Row> joined =
        individuals(one, "first").join(individuals(two, "second"), ID, "full_outer");
    long apart =
        joined
            .filter(
                functions.col("first_there").isNull().or(functions.col("second_there").isNull()))
            .count();
    refuse(
        "catalog",
        apart == 0 ? null : second.catalog().source().toString(),
        "must select the objects of " + first.name() + "; " + apart + " are in one run only");
    return joined.withColumn(
        DIFFERENCE, functions.col("first_elpd").minus(functions.col("second_elpd")));
  }

  private Dataset<Row> individuals(Path output, String side) {
    return spark
        .read()
        .parquet(new Path(output, ShrinkObjects.TABLE).toString())
        .select(
            functions.col(ID),
            functions.col(ShrinkObjects.LOG_PREDICTIVE).as(side + "_elpd"),
            functions.lit(1).as(side + "_there"));
  }

  private ComparisonData data(Dataset<Row> all, RunJson json1, RunJson json2) {
    Column difference = functions.col(DIFFERENCE);
    Dataset<Row> objects =
        all.filter(difference.isNotNull().and(functions.abs(difference).leq(LARGEST)));
    Row sums =
        objects
            .agg(
                functions.count(functions.lit(1)),
                functions.sum(difference.cast(DECIMAL)),
                functions.sum(difference.multiply(difference).cast(DECIMAL)))
            .first();
    long counted = sums.getLong(0);
    LeaveOneOut.Total total =
        counted == 0
            ? new LeaveOneOut.Total(0, Double.NaN, Double.NaN, 0)
            : LeaveOneOut.Total.ofSums(
                counted, sums.getDecimal(1).doubleValue(), sums.getDecimal(2).doubleValue(), 0);
    double[] some =
        objects
            .orderBy(functions.xxhash64(functions.col(ID)), functions.col(ID))
            .limit(SHOWN)
            .select(difference)
            .collectAsList()
            .stream()
            .mapToDouble(row -> row.getDouble(0))
            .toArray();
    return new ComparisonData(
        model(first, json1),
        model(second, json2),
        new ModelComparison(total, evidence(json1, json2)),
        all.count() - counted,
        Values.of(some),
        clearest(objects, difference.desc()),
        clearest(objects, difference.asc()));
  }

  private static List<ComparisonData.Object> clearest(Dataset<Row> objects, Column order) {
    return objects
        .orderBy(order, functions.col(ID))
        .limit(CLEAREST)
        .select(functions.col(ID), functions.col(DIFFERENCE))
        .collectAsList()
        .stream()
        .map(row -> new ComparisonData.Object(row.getString(0), row.getDouble(1)))
        .toList();
  }

  private static ComparisonData.Model model(RunConfig config, RunJson json) {
    JsonNode elpd = json.get("elpd_loo").orElseThrow();
    List<String> densities = new ArrayList<>();
    config.population().densities().forEach((theta, text) -> densities.add(theta + ": " + text));
    return new ComparisonData.Model(
        config.name(),
        densities,
        elpd.get("value").asDouble(Double.NaN),
        elpd.get("se").asDouble(Double.NaN),
        elpd.get("khat_above_0.7").asLong(),
        entry(json, "log"));
  }

  private static Optional<Double> entry(RunJson json, String key) {
    return json.get("evidence")
        .map(node -> node.get(key))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asDouble);
  }

  /** With what sampling and the points of the objects leave open. */
  private static Optional<ModelComparison.Difference> evidence(RunJson json1, RunJson json2) {
    if (entry(json1, "log").isEmpty() || entry(json2, "log").isEmpty()) {
      return Optional.empty();
    }
    double squares = 0;
    for (RunJson json : List.of(json1, json2)) {
      for (String key : List.of("monte_carlo_error", "points_change", "points_error")) {
        double error = entry(json, key).orElse(0.0);
        squares += error * error;
      }
    }
    return Optional.of(
        new ModelComparison.Difference(
            entry(json1, "log").get() - entry(json2, "log").get(), Math.sqrt(squares)));
  }

  private RunJson record(ComparisonData data) {
    ModelComparison.Difference elpd = data.comparison().prediction();
    Map<String, Object> predictive = difference(elpd);
    predictive.put("objects", data.comparison().predictive().objects());
    predictive.put("without", data.without());
    return RunJson.empty()
        .with("first", Map.of("name", first.name(), "config_hash", first.hash()))
        .with("second", Map.of("name", second.name(), "config_hash", second.hash()))
        .with("elpd_loo", predictive)
        .with("log_evidence", data.comparison().evidence().map(this::difference));
  }

  private Map<String, Object> difference(ModelComparison.Difference difference) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("difference", difference.value());
    map.put("error", difference.error());
    map.put(
        "favours",
        difference
            .verdict()
            .map(side -> side == ModelComparison.Side.FIRST ? first.name() : second.name()));
    return map;
  }
}

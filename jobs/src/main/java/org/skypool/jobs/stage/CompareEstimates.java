package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.NoSupportException;
import org.skypool.core.inference.PooledFit;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.report.CompareData;

/** Independent and pooled estimates, to stand beside the hierarchical ones. */
final class CompareEstimates {
  private static final int MOST_WRITTEN = 200;
  private static final int MOST_SHOWN = 60;
  private static final long MOST_POOLED = 1_000_000;
  private static final int BLOCK = 4_096;
  private static final List<String> SUMMARY = PosteriorSummary.NAMES;

  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Path output;
  private final Optional<ObjectBlock> observed;

  /**
   * What was found.
   *
   * @param json for {@code run.json}
   * @param shown one entry per individual parameter
   */
  record Result(Map<String, Object> json, List<CompareData> shown) {}

  /**
   * Makes the comparison.
   *
   * @param observed the objects, where they have several observations each, which the tables of
   *     draws do not hold
   */
  CompareEstimates(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      Path output,
      Optional<ObjectBlock> observed) {
    this.observed = observed;
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.output = output;
  }

  /**
   * Estimates.
   *
   * @param draws name of the table of the last round's draws
   */
  Result run(String draws, long objects) {
    List<Row> rows = rows();
    Map<String, Object> independent = new LinkedHashMap<>();
    for (int r = 0; r < rows.size(); r++) {
      Map<String, Object> byTheta = new LinkedHashMap<>();
      for (int t = 0; t < model.thetas().size(); t++) {
        byTheta.put(model.thetas().get(t), summary(rows.get(r), t, 0));
      }
      independent.put(rows.get(r).getString(0), byTheta);
    }
    Map<String, Map<String, Double>> pooled = new LinkedHashMap<>();
    Optional<String> remark = pool(draws, objects, pooled);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pooled", pooled.isEmpty() ? null : pooled);
    remark.ifPresent(text -> json.put("remark", text));
    json.put("independent", independent);
    List<CompareData> shown = new ArrayList<>();
    for (int t = 0; t < model.thetas().size(); t++) {
      shown.add(shown(rows, t, objects, pooled, remark));
    }
    return new Result(json, shown);
  }

  private CompareData shown(
      List<Row> rows,
      int t,
      long objects,
      Map<String, Map<String, Double>> pooled,
      Optional<String> remark) {
    String theta = model.thetas().get(t);
    List<CompareData.Row> some =
        rows.stream()
            .limit(MOST_SHOWN)
            .map(
                row ->
                    new CompareData.Row(
                        row.getString(0),
                        estimate(summary(row, t, 0)),
                        estimate(summary(row, t, 1))))
            .toList();
    return new CompareData(
        config.report().labels().getOrDefault(theta, theta),
        some,
        objects,
        Optional.ofNullable(pooled.get(theta)).map(CompareEstimates::estimate),
        remark);
  }

  private static CompareData.Estimate estimate(Map<String, Double> summary) {
    return new CompareData.Estimate(
        summary.get("mean"), summary.get("sd"), summary.get("q16"), summary.get("q84"));
  }

  /** Objects with their summaries: all in a small survey, else some by hash of the id. */
  private List<Row> rows() {
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col("object_id"));
    for (String theta : model.thetas()) {
      for (String kind : List.of("interim", "hierarchical")) {
        SUMMARY.forEach(s -> columns.add(functions.col("`" + theta + "_" + kind + "_" + s + "`")));
      }
    }
    Dataset<Row> table = spark.read().parquet(new Path(output, ShrinkObjects.TABLE).toString());
    List<Row> rows =
        new ArrayList<>(
            table
                .select(columns.toArray(Column[]::new))
                .orderBy(functions.xxhash64(functions.col("object_id")), functions.col("object_id"))
                .limit(MOST_WRITTEN)
                .collectAsList());
    if (rows.size() < MOST_WRITTEN) {
      rows.sort(java.util.Comparator.comparing(row -> row.getString(0)));
    }
    return rows;
  }

  private static Map<String, Double> summary(Row row, int theta, int kind) {
    Map<String, Double> summary = new LinkedHashMap<>();
    int first = 1 + (2 * theta + kind) * SUMMARY.size();
    for (int s = 0; s < SUMMARY.size(); s++) {
      summary.put(SUMMARY.get(s), row.isNullAt(first + s) ? Double.NaN : row.getDouble(first + s));
    }
    return summary;
  }

  /** Fills {@code pooled}, and says what there is to say of it. */
  private Optional<String> pool(
      String draws, long objects, Map<String, Map<String, Double>> pooled) {
    if (model.likelihood() == null) {
      return Optional.of("No pooled estimate: draws made elsewhere carry no likelihood.");
    }
    if (objects > MOST_POOLED) {
      return Optional.of("No pooled estimate: more than a million objects.");
    }
    try {
      Hyperposterior found =
          PooledFit.of(
              model.problem(), blocks(draws), config.seed(), config.hyperposterior().ess());
      for (int t = 0; t < found.names().size(); t++) {
        pooled.put(found.names().get(t), PosteriorSummary.of(found.summaries().get(t)));
      }
    } catch (IllegalArgumentException cannot) {
      return Optional.of("No pooled estimate: " + cannot.getMessage() + ".");
    } catch (NoSupportException none) {
      return Optional.of("No pooled estimate: no single value is possible for all objects.");
    }
    return config.population().selection().isPresent()
        ? Optional.of(
            "Independent and pooled estimates take no account of the selection; the hierarchical ones do.")
        : Optional.empty();
  }

  private List<ObjectBlock> blocks(String draws) {
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col("object_id"));
    model.columns().forEach(c -> columns.add(functions.col("`" + model.stored(c) + "`")));
    List<Row> rows =
        spark
            .read()
            .parquet(new Path(output, draws).toString())
            .select(columns.toArray(Column[]::new))
            .orderBy("object_id")
            .collectAsList();
    if (observed.isPresent()) {
      return List.of(fitted(rows.stream().map(row -> row.getString(0)).toList()));
    }
    List<ObjectBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += BLOCK) {
      List<Row> part = rows.subList(from, Math.min(rows.size(), from + BLOCK));
      Map<String, double[]> values = new LinkedHashMap<>();
      for (int c = 0; c < model.columns().size(); c++) {
        int at = c + 1;
        values.put(
            model.columns().get(c), part.stream().mapToDouble(r -> r.getDouble(at)).toArray());
      }
      blocks.add(new ObjectBlock(part.stream().map(r -> r.getString(0)).toList(), values));
    }
    return blocks;
  }

  private ObjectBlock fitted(List<String> ids) {
    List<String> all = observed.orElseThrow().ids();
    Set<String> wanted = Set.copyOf(ids);
    return observed
        .get()
        .select(IntStream.range(0, all.size()).filter(i -> wanted.contains(all.get(i))).toArray());
  }
}

package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.inference.PopulationMarginal;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsReader;
import org.skypool.jobs.io.HyperposteriorTable;
import org.skypool.jobs.io.TablePart;
import org.skypool.jobs.report.Band;
import org.skypool.jobs.report.Curve;
import org.skypool.jobs.report.Histogram;
import org.skypool.jobs.report.LeaveOneOutData;
import org.skypool.jobs.report.ReportData;
import org.skypool.jobs.report.Values;

/**
 * What the report draws from the tables of objects: at most some thousands of them, by hash of the
 * id.
 */
final class ReportTables {
  private static final int SHOWN = 2_000;
  private static final int STANDING = 24;
  private static final int VECTORS = 200;
  private static final int BINS = 40;
  private static final int STACKED_DRAWS = 4_000_000;
  private static final double GAUSSIAN_TAIL = 6;
  private static final double ROUNDED = 1e-6;

  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final Round last;

  ReportTables(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      Configuration conf,
      Path output,
      Round last) {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.conf = conf;
    this.output = output;
    this.last = last;
  }

  private Dataset<Row> table(String name) {
    return spark.read().parquet(new Path(output, name).toString());
  }

  private static Dataset<Row> some(Dataset<Row> rows, int most) {
    return rows.orderBy(functions.xxhash64(functions.col("object_id")), functions.col("object_id"))
        .limit(most);
  }

  private static double[] column(List<Row> rows, int index) {
    return rows.stream()
        .mapToDouble(
            row -> row.isNullAt(index) ? Double.NaN : ((Number) row.get(index)).doubleValue())
        .toArray();
  }

  List<ReportData.Shrinkage> shrinkage() throws java.io.IOException {
    List<ReportData.Shrinkage> all = new ArrayList<>();
    Optional<Dataset<Row>> truth = truth();
    for (String theta : model.thetas()) {
      Dataset<Row> chosen =
          some(table(ShrinkObjects.TABLE), SHOWN)
              .select(
                  functions.col("object_id"),
                  functions.col(theta + "_interim_mean"),
                  functions.col(theta + "_interim_sd"),
                  functions.col(theta + "_hierarchical_mean"),
                  functions.col(theta + "_hierarchical_sd"));
      if (truth.isPresent()) {
        chosen =
            chosen.join(
                truth.get().select(functions.col("object_id"), functions.col(theta)), "object_id");
      }
      List<Row> rows = chosen.collectAsList();
      all.add(
          new ReportData.Shrinkage(
              label(theta),
              Values.of(column(rows, 1)),
              Values.of(column(rows, 2)),
              Values.of(column(rows, 3)),
              Values.of(column(rows, 4)),
              truth.map(t -> Values.of(column(rows, 5)))));
    }
    return all;
  }

  private Optional<Dataset<Row>> truth() throws java.io.IOException {
    Path path = new Path(output, MockSurvey.TRUTH);
    FileSystem fs = path.getFileSystem(conf);
    boolean mock = config.catalog().source() == RunConfig.Source.MOCK && fs.exists(path);
    return mock ? Optional.of(spark.read().parquet(path.toString())) : Optional.empty();
  }

  Optional<ReportData.EffectiveSizes> effectiveSizes() {
    Dataset<Row> rows = table(ShrinkObjects.TABLE).select("object_id", "ess", "khat");
    double[] ess = column(some(rows, 50 * SHOWN).collectAsList(), 1);
    if (ess.length == 0) {
      return Optional.empty();
    }
    Values values = Values.of(ess);
    double top = Math.max(1, Arrays.stream(ess).max().orElseThrow());
    List<ReportData.WorstObject> worst =
        rows.orderBy("ess", "object_id").limit(5).collectAsList().stream()
            .map(
                row ->
                    new ReportData.WorstObject(
                        row.getString(0),
                        row.getDouble(1),
                        row.isNullAt(2) || Double.isNaN(row.getDouble(2))
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(row.getDouble(2))))
            .toList();
    return Optional.of(
        new ReportData.EffectiveSizes(
            Histogram.of(values, 0, top * 1.001, BINS),
            OptionalLong.of(last.points()),
            values.quantile(0.5),
            Arrays.stream(ess).min().orElseThrow(),
            worst));
  }

  private String label(String theta) {
    return config.report().labels().getOrDefault(theta, theta);
  }

  /** One panel per individual parameter; measured values only where there is one parameter. */
  List<ReportData.Population> populations(
      HyperposteriorTable hyperposterior, Map<String, Double> truth) {
    List<Row> rows = some(table(last.table()), STANDING).collectAsList();
    Map<String, double[]> covariates = new LinkedHashMap<>();
    for (String name : model.columns()) {
      covariates.put(
          name,
          rows.stream().mapToDouble(r -> r.getDouble(r.fieldIndex(model.stored(name)))).toArray());
    }
    long objects = table(last.table()).count();
    double[][] phis = ShrinkObjects.thinned(vectors(hyperposterior), VECTORS);
    SampledPanel sampled = new SampledPanel(model.population(), phis, covariates, rows.size());
    List<ReportData.Population> panels = new ArrayList<>();
    for (String theta : model.thetas()) {
      panel(theta, covariates, rows.size(), phis, objects, truth, sampled).ifPresent(panels::add);
    }
    return panels;
  }

  private Optional<ReportData.Population> panel(
      String theta,
      Map<String, double[]> covariates,
      int standing,
      double[][] phis,
      long objects,
      Map<String, Double> truth,
      SampledPanel sampled) {
    Row range =
        table(ShrinkObjects.TABLE)
            .agg(
                functions.min("`" + theta + "_hierarchical_q05`"),
                functions.max("`" + theta + "_hierarchical_q95`"),
                functions.avg("`" + theta + "_hierarchical_sd`"))
            .first();
    double margin = 2 * range.getDouble(2);
    Optional<GaussianMeasurement> measurement =
        model.thetas().size() == 1 ? measurement(covariates, standing) : Optional.empty();
    double[] ends =
        ends(theta, range.getDouble(0) - margin, range.getDouble(1) + margin, measurement);
    Optional<PopulationModel> alone = PopulationMarginal.factor(model.population(), theta);
    if (alone.isEmpty()) {
      return sampled
          .of(theta, ends)
          .map(band -> population(theta, Optional.empty(), objects, band, ends, Optional.empty()));
    }
    PopulationPanel panel =
        new PopulationPanel(alone.get(), theta, ends[0], ends[1], phis, covariates, standing);
    return Optional.of(
        population(
            theta,
            measurement.map(m -> measured(panel, m, objects)),
            objects,
            panel.density(),
            ends,
            truthCurve(theta, panel, truth)));
  }

  private ReportData.Population population(
      String theta,
      Optional<ReportData.Measured> measured,
      long objects,
      Band band,
      double[] ends,
      Optional<Curve> truth) {
    return new ReportData.Population(
        label(theta),
        Optional.ofNullable(config.report().units().get(theta)),
        measured,
        Optional.of(
            new ReportData.Density(objects, band, interim(theta, ends[0], ends[1]), truth)));
  }

  /** The support, where it has edges, else where objects are. */
  private double[] ends(
      String theta, double low, double high, Optional<GaussianMeasurement> measurement) {
    double reach =
        measurement.map(m -> GAUSSIAN_TAIL * Arrays.stream(m.errors).max().orElse(0)).orElse(0.0);
    var support = model.population().density().support(theta);
    double lower =
        support.lower() instanceof Expression.Constant c ? c.value() : Double.NEGATIVE_INFINITY;
    double upper =
        support.upper() instanceof Expression.Constant c ? c.value() : Double.POSITIVE_INFINITY;
    double inside = 1e-9 * (high - low);
    return new double[] {
      Math.max(Math.min(low, low - reach), lower + inside),
      Math.min(Math.max(high, high + reach), upper - inside)
    };
  }

  /** All draws of the hyperposterior, one row each. */
  static double[][] vectors(HyperposteriorTable table) {
    List<double[]> columns = List.copyOf(table.hyperparameters().values());
    return IntStream.range(0, table.draw().length)
        .mapToObj(r -> columns.stream().mapToDouble(c -> c[r]).toArray())
        .toArray(double[][]::new);
  }

  /**
   * How the other objects predict each.
   *
   * @param total what {@code run.json} says of the sum
   */
  Optional<LeaveOneOutData> leaveOneOut(Optional<JsonNode> total) {
    if (total.isEmpty() || total.get().get("objects").asLong() == 0) {
      return Optional.empty();
    }
    Dataset<Row> rows =
        table(ShrinkObjects.TABLE)
            .select("object_id", ShrinkObjects.LOG_PREDICTIVE, ShrinkObjects.LOO_KHAT)
            .filter(functions.not(functions.isnan(functions.col(ShrinkObjects.LOG_PREDICTIVE))));
    double[] khat =
        Arrays.stream(column(some(rows, 50 * SHOWN).collectAsList(), 2))
            .filter(Double::isFinite)
            .toArray();
    double low = Math.min(-0.5, Arrays.stream(khat).min().orElse(0));
    double high = Math.max(1, Arrays.stream(khat).max().orElse(1) + 0.05);
    List<LeaveOneOutData.Object> worst =
        rows.orderBy(ShrinkObjects.LOG_PREDICTIVE, "object_id").limit(8).collectAsList().stream()
            .map(
                row ->
                    new LeaveOneOutData.Object(
                        row.getString(0), row.getDouble(1), row.getDouble(2)))
            .toList();
    JsonNode node = total.get();
    return Optional.of(
        new LeaveOneOutData(
            node.get("value").asDouble(),
            node.get("se").asDouble(),
            node.get("khat_above_0.7").asLong(),
            node.get("objects").asLong(),
            node.get("without").asLong(),
            Histogram.of(Values.of(khat), low, high, BINS),
            worst));
  }

  private Optional<Curve> truthCurve(
      String theta, PopulationPanel panel, Map<String, Double> truth) {
    if (MockPopulation.isOwn(config)) {
      return PopulationMarginal.factor(MockPopulation.of(config, model.population()), theta)
          .map(own -> panel.densityOf(own.density().logDensity()));
    }
    List<String> names = model.population().hyperprior().names();
    return truth.keySet().containsAll(names)
        ? Optional.of(panel.densityAt(names.stream().mapToDouble(truth::get).toArray()))
        : Optional.empty();
  }

  /** Column of a Gaussian measurement, and the errors of the standing objects. */
  private record GaussianMeasurement(String column, double[] errors) {}

  private Optional<GaussianMeasurement> measurement(Map<String, double[]> covariates, int objects) {
    if (!config.objects().model().equals("gaussian")) {
      return Optional.empty();
    }
    Map<String, Expression> arguments = model.arguments().values().get(model.thetas().get(0));
    if (!(arguments.get("value") instanceof Expression.Column value)) {
      return Optional.empty();
    }
    double[] errors = new double[objects];
    if (arguments.get("error") instanceof Expression.Constant c) {
      Arrays.fill(errors, c.value());
    } else if (arguments.get("error") instanceof Expression.Column c) {
      errors = covariates.get(c.name());
    } else {
      return Optional.empty();
    }
    return Optional.of(new GaussianMeasurement(value.name(), errors));
  }

  private ReportData.Measured measured(
      PopulationPanel panel, GaussianMeasurement measurement, long objects) {
    Dataset<Row> values =
        table(last.table())
            .select(functions.col("`" + model.stored(measurement.column) + "`").as("v"));
    Row range = values.agg(functions.min("v"), functions.max("v")).first();
    MeasuredBins bins =
        MeasuredBins.over(range.getDouble(0), range.getDouble(1), decimals(values), objects);
    double low = bins.low();
    double high = bins.high();
    double[] edges = bins.edges();
    double[] counts = new double[bins.count()];
    values
        .groupBy(
            functions
                .least(
                    functions.floor(functions.col("v").minus(low).divide(bins.width())),
                    functions.lit(bins.count() - 1L))
                .as("bin"))
        .count()
        .collectAsList()
        .forEach(row -> counts[(int) row.getLong(0)] = row.getLong(1));
    boolean cut =
        config.population().selection().map(s -> s.actsOn() == RunConfig.ActsOn.DATA).orElse(false);
    double reach = GAUSSIAN_TAIL * Arrays.stream(measurement.errors).max().orElse(0);
    Optional<double[]> passing =
        cut ? Optional.of(new double[] {low, high + reach}) : Optional.empty();
    Optional<Band> band =
        cut && cutDependsOnColumns()
            ? Optional.empty()
            : Optional.of(panel.measured(measurement.errors, passing, low, high));
    return new ReportData.Measured(
        new Histogram(Values.of(edges), Values.of(counts)), objects, band);
  }

  /** Whether the least measured value that passes differs from object to object. */
  private boolean cutDependsOnColumns() {
    Set<String> columns =
        model
            .population()
            .selection()
            .map(s -> new TreeSet<>(NamesIn.of(s.probability()).covariates()))
            .orElse(new TreeSet<>());
    Expression error = model.arguments().values().get(model.thetas().get(0)).get("error");
    columns.removeAll(NamesIn.of(error).covariates());
    return !columns.isEmpty();
  }

  /** Decimal places all values are rounded to, where they are few. */
  private static OptionalInt decimals(Dataset<Row> values) {
    for (int places = 0; places <= MeasuredBins.MOST_DECIMALS; places++) {
      Column scaled = functions.col("v").multiply(Math.pow(10, places));
      Row off =
          values.agg(functions.max(functions.abs(scaled.minus(functions.rint(scaled))))).first();
      if (off.getDouble(0) < ROUNDED) {
        return OptionalInt.of(places);
      }
    }
    return OptionalInt.empty();
  }

  /** Stack of the interim posteriors, as a density. */
  private Optional<Curve> interim(String theta, double low, double high) {
    int bins = 2 * BINS;
    double width = (high - low) / bins;
    double[] sums = new double[bins];
    long objects = 0;
    long draws = 0;
    Round first =
        last.number() == 0
            ? last
            : Round.interim(last.points(), config.seed(), Set.copyOf(last.storedAsDouble()));
    for (TablePart bucket : DrawsReader.parts(conf, new Path(output, first.table()))) {
      DrawBlock block =
          DrawsReader.read(conf, bucket, SampleObjects.schema(model, first), model.coordinates())
              .block();
      for (int i = 0; i < block.objects(); i++) {
        stack(block, i, block.thetas().get(theta), low, width, sums);
      }
      objects += block.objects();
      draws += block.draws();
      if (draws > STACKED_DRAWS) {
        break;
      }
    }
    if (objects == 0) {
      return Optional.empty();
    }
    double[] x = IntStream.range(0, bins).mapToDouble(b -> low + (b + 0.5) * width).toArray();
    double scale = 1 / (width * objects);
    return Optional.of(
        new Curve(Values.of(x), Values.of(Arrays.stream(sums).map(s -> s * scale).toArray())));
  }

  private static void stack(
      DrawBlock block, int i, double[] values, double low, double width, double[] sums) {
    int from = block.offsets()[i];
    int to = block.offsets()[i + 1];
    double top = Double.NEGATIVE_INFINITY;
    for (int k = from; k < to; k++) {
      top = Math.max(top, block.logWeight()[k] + block.logInterimPrior()[k]);
    }
    double total = 0;
    for (int k = from; k < to; k++) {
      total += Math.exp(block.logWeight()[k] + block.logInterimPrior()[k] - top);
    }
    for (int k = from; k < to; k++) {
      int bin = (int) Math.floor((values[k] - low) / width);
      if (bin >= 0 && bin < sums.length) {
        sums[bin] += Math.exp(block.logWeight()[k] + block.logInterimPrior()[k] - top) / total;
      }
    }
  }
}

package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.inference.DataCut;
import org.skypool.core.inference.LeaveOneOut;
import org.skypool.core.inference.LeaveOneOutPass;
import org.skypool.core.inference.PredictiveCheck;
import org.skypool.core.inference.Replicates;
import org.skypool.core.inference.UniformityBand;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.report.Histogram;
import org.skypool.jobs.report.PredictiveData;
import org.skypool.jobs.report.Values;

/** Replicates the survey from the fit, in the driver, for at most a thousand objects. */
final class PredictiveChecks {
  static final int MOST_OBJECTS = 1_000;
  private static final int PAIRS = 100_000;
  private static final int MOST_REPLICATES = 1_000;
  private static final int MOST_BINS = 25;
  private static final int RANK_BINS = 20;

  /** Fewer ranks than this make no histogram. */
  private static final int LEAST_RANKS = 5;

  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;

  PredictiveChecks(SparkSession spark, RunConfig config, SurveyModel model) {
    this.spark = spark;
    this.config = config;
    this.model = model;
  }

  /**
   * Checks.
   *
   * @param hyperdraws draws of the hyperposterior
   * @param objects of the survey
   */
  PredictiveData run(ChosenObjects chosen, double[][] hyperdraws, long objects) {
    if (model.likelihood() == null) {
      return PredictiveData.absent(
          "draws made elsewhere do not say how the objects were measured, so nothing can be"
              + " replicated");
    }
    if (!model.objectColumns().observed().isEmpty()) {
      return PredictiveData.absent(
          "objects have several observations each, and only single measurements are replicated");
    }
    Map<String, double[]> columns = chosen.columns(model);
    Optional<DataCut> cut = cut(columns.keySet());
    if (cut.isEmpty()) {
      return PredictiveData.absent(
          "selection.acts-on = data, and catalog.where does not say the cut in terms of the"
              + " measured columns, so replicates cannot be selected as the data were");
    }
    List<String> ids = chosen.ids();
    int count = Math.max(PAIRS / MOST_OBJECTS, PAIRS / Math.max(1, ids.size()));
    double[][] phis = ShrinkObjects.thinned(hyperdraws, Math.min(MOST_REPLICATES, count));
    Replicates replicates;
    try {
      replicates =
          Replicates.draw(
              model.problem(),
              new Replicates.Request(ids, columns, phis, cut.get(), config.seed()));
    } catch (IllegalArgumentException | UnsupportedOperationException cannot) {
      return PredictiveData.absent("the model cannot be simulated: " + cannot.getMessage());
    }
    LeaveOneOut[] left = leaveOneOut(chosen, phis);
    List<PredictiveData.Column> shown = new ArrayList<>();
    for (int c = 0; c < replicates.measured().size(); c++) {
      shown.add(column(replicates, c, PredictiveCheck.of(replicates, c, ids, left, config.seed())));
    }
    return new PredictiveData(
        Optional.empty(), shown, ids.size(), objects, phis.length, replicates.missing());
  }

  private Optional<DataCut> cut(Set<String> known) {
    boolean onData =
        config.population().selection().map(s -> s.actsOn() == RunConfig.ActsOn.DATA).orElse(false);
    if (!onData) {
      return Optional.of(DataCut.NONE);
    }
    return SqlCut.of(spark, config, measured(), known);
  }

  /** Columns that arguments of the object model are, covariates among them. */
  private Set<String> measured() {
    Set<String> measured = new LinkedHashSet<>();
    for (Expression argument : model.arguments().flattened().values()) {
      if (argument instanceof Expression.Column column) {
        measured.add(column.name());
      }
    }
    return measured;
  }

  private LeaveOneOut[] leaveOneOut(ChosenObjects chosen, double[][] phis) {
    LeaveOneOutPass pass =
        new LeaveOneOutPass(
            model.population(),
            model.axes(false, Set.copyOf(model.thetas())),
            phis,
            SurveyInjections.of(spark, config, model)
                .map(found -> ShrinkObjects.logDetection(config, found.injections(), phis))
                .filter(values -> values.length > 0));
    List<LeaveOneOut> left = new ArrayList<>();
    for (DrawBlock block : chosen.blocks()) {
      left.addAll(Arrays.asList(pass.scan(block).orElse(new LeaveOneOut[block.objects()])));
    }
    return left.toArray(LeaveOneOut[]::new);
  }

  private PredictiveData.Column column(Replicates replicates, int c, PredictiveCheck check) {
    double[] observed = replicates.observed()[c];
    double[][] rows = replicates.values()[c];
    Values all =
        Values.of(
            DoubleStream.concat(
                    Arrays.stream(rows).flatMapToDouble(Arrays::stream), Arrays.stream(observed))
                .filter(Double::isFinite)
                .toArray());
    double[] known = Arrays.stream(observed).filter(Double::isFinite).toArray();
    double low = Math.min(all.quantile(0.002), Arrays.stream(known).min().orElse(0));
    double high = Math.max(all.quantile(0.998), Arrays.stream(known).max().orElse(1));
    double[] edges = edges(all, low, high, known.length);
    double[][] counts = new double[rows.length][];
    for (int v = 0; v < rows.length; v++) {
      counts[v] = count(rows[v], edges);
    }
    boolean ranked = check.transforms().length >= LEAST_RANKS;
    UniformityBand band = ranked ? UniformityBand.of(check.transforms()) : null;
    int bins = Math.max(2, Math.min(RANK_BINS, check.transforms().length / 5));
    return new PredictiveData.Column(
        label(check.column()),
        new Histogram(Values.of(edges), Values.of(count(observed, edges))),
        level(counts, 0.05),
        level(counts, 0.5),
        level(counts, 0.95),
        check.statistics().stream()
            .map(
                s ->
                    new PredictiveData.Statistic(
                        s.name(), s.observed(), s.low(), s.median(), s.high(), s.probability()))
            .toList(),
        ranked
            ? Optional.of(Histogram.of(Values.of(check.transforms()), 0, 1, bins))
            : Optional.empty(),
        Optional.ofNullable(band)
            .map(
                b ->
                    new PredictiveData.Uniformity(
                        Values.of(b.z()),
                        Values.of(b.difference()),
                        Values.of(b.halfWidth()),
                        b.isInside())));
  }

  private String label(String column) {
    return config.report().labels().getOrDefault(column, column);
  }

  /** Whole numbers get bins of whole numbers. */
  private static double[] edges(Values all, double low, double high, int objects) {
    int bins = Math.max(5, Math.min(MOST_BINS, (int) (2 * Math.sqrt(objects))));
    boolean whole = all.stream().allMatch(v -> v == Math.rint(v));
    if (whole) {
      double step = Math.max(1, Math.ceil((high - low + 1) / bins));
      int n = (int) Math.ceil((high - low + 1) / step);
      double[] edges = new double[n + 1];
      Arrays.setAll(edges, b -> low - 0.5 + b * step);
      return edges;
    }
    double top = high > low ? high : low + 1;
    double[] edges = new double[bins + 1];
    Arrays.setAll(edges, b -> b == bins ? top : low + (top - low) * b / bins);
    return edges;
  }

  private static double[] count(double[] values, double[] edges) {
    double[] counts = new double[edges.length - 1];
    double width = (edges[counts.length] - edges[0]) / counts.length;
    for (double value : values) {
      if (value >= edges[0] && value <= edges[counts.length]) {
        counts[Math.min(counts.length - 1, (int) ((value - edges[0]) / width))]++;
      }
    }
    return counts;
  }

  private static Values level(double[][] counts, double p) {
    double[] out = new double[counts[0].length];
    for (int b = 0; b < out.length; b++) {
      int bin = b;
      out[b] = Values.of(Arrays.stream(counts).mapToDouble(row -> row[bin]).toArray()).quantile(p);
    }
    return Values.of(out);
  }
}

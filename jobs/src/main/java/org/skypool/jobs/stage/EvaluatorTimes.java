package org.skypool.jobs.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.RoundDraws;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.random.Streams;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.DrawsWriter;

/**
 * What a scan of the same draws costs in the driver's memory and on the executors: a table of
 * Schechter-like draws is written, read to both places, and scanned in turn.
 *
 * @param objects how many
 * @param perObject draws of each
 * @param driverLoad seconds to read the table into the driver's memory
 * @param executorsLoad seconds to read it to the executors
 * @param driverScan seconds of a scan of 64 vectors in the driver's memory, the fastest of several
 * @param executorsScan the same on the executors
 * @param job seconds of a Spark job that does nothing, over as many tasks
 */
public record EvaluatorTimes(
    int objects,
    int perObject,
    double driverLoad,
    double executorsLoad,
    double driverScan,
    double executorsScan,
    double job) {
  private static final int REPEATS = 5;
  private static final String RUN =
      """
      {"name": "bench", "seed": 1, "output": "none",
       "catalog": {"source": "inline", "rows": [{"id": "A", "logm": "10", "e": "0.2"}]},
       "objects": {"model": "gaussian", "theta": {"log_mass": {"value": "logm", "error": "0.2"}},
                   "interim-prior": {"log_mass": "uniform(6, 13)"}},
       "population": {"density": {"log_mass": "schechter(slope = a, knee = k, above = 8)"},
                      "hyperprior": {"a": "uniform(-2, 0)", "k": "uniform(9.5, 11.5)"}}}
      """;

  /** Executors over driver, per scan. */
  public double ratio() {
    return executorsScan / driverScan;
  }

  /**
   * Measures.
   *
   * @param folder where the table is written, {@code 20 x objects x perObject} bytes
   * @throws IOException where it cannot be written
   */
  public static EvaluatorTimes measure(SparkSession spark, Path folder, int objects, int perObject)
      throws IOException {
    ModelText text = ModelText.of(ConfigLoader.ofResolved(RUN, "bench"));
    Round round = Round.interim(perObject, 1, Set.of());
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(folder.toUri());
    write(text, round, conf, output, objects, perObject);
    DrawsTable table = DrawsTable.of(conf, output, text, round);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    double[][] phis = new double[PopulationEvaluator.VECTORS_PER_PASS][];
    Arrays.setAll(phis, v -> new double[] {-1.4 + 0.005 * v, 10.6 + 0.003 * v});
    long start = System.nanoTime();
    try (PopulationEvaluator driver = bind(table, context, Layout.Evaluator.DRIVER)) {
      double driverLoad = since(start);
      start = System.nanoTime();
      try (PopulationEvaluator executors = bind(table, context, Layout.Evaluator.EXECUTORS)) {
        double executorsLoad = since(start);
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        List<DoubleSupplier> work =
            List.of(
                () -> seconds(() -> driver.values(phis)),
                () -> seconds(() -> executors.values(phis)),
                () -> seconds(() -> idle(context, table.parts().size())));
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          for (int w = 0; w < best.length; w++) {
            best[w] = Math.min(best[w], work.get(w).getAsDouble());
          }
        }
        return new EvaluatorTimes(
            objects, perObject, driverLoad, executorsLoad, best[0], best[1], best[2]);
      }
    }
  }

  private static PopulationEvaluator bind(
      DrawsTable table, JavaSparkContext context, Layout.Evaluator evaluator) {
    return StoredDraws.of(table, context, evaluator)
        .bind(table.text().model().population(), new RoundDraws.Summarised(List.of(), List.of()))
        .evaluator();
  }

  private static void idle(JavaSparkContext context, int tasks) {
    context
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(task -> task)
        .collect();
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return since(start);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void write(
      ModelText text,
      Round round,
      Configuration conf,
      org.apache.hadoop.fs.Path output,
      int objects,
      int perObject)
      throws IOException {
    SurveyModel model = text.model();
    int buckets = Buckets.of(objects, 20L * perObject, text.config().objects().bucketMib()).count();
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = (int) ((long) objects * bucket / buckets);
      int to = (int) ((long) objects * (bucket + 1) / buckets);
      org.apache.hadoop.fs.Path path =
          new org.apache.hadoop.fs.Path(
              new org.apache.hadoop.fs.Path(output, round.table()),
              String.format("part-%05d.parquet", bucket));
      try (DrawsWriter writer =
          DrawsWriter.open(
              conf,
              path,
              SampleObjects.schema(model, round),
              model.coordinates(),
              round.metadata())) {
        writer.write(
            block(model, from, to, perObject), Map.of(SampleObjects.ESS, new double[to - from]));
      }
    }
  }

  private static DrawBlock block(SurveyModel model, int from, int to, int perObject) {
    UniformRandomProvider rng = new Streams(1).stream("bench", "", from, 0);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    int n = to - from;
    double[] mass = new double[n * perObject];
    double[] logWeight = new double[mass.length];
    for (int i = 0; i < n; i++) {
      double centre = 8.6 + 3 * rng.nextDouble();
      for (int k = i * perObject; k < (i + 1) * perObject; k++) {
        mass[k] = Math.max(8.2, Math.min(12.4, centre + 0.2 * normal.sample()));
        logWeight[k] = -2 * rng.nextDouble();
      }
    }
    Map<String, double[]> covariates = new java.util.LinkedHashMap<>();
    for (String column : model.columns()) {
      covariates.put(model.stored(column), new double[n]);
    }
    return new DrawBlock(
        IntStream.range(from, to).mapToObj(i -> "galaxy-" + i).toList(),
        IntStream.rangeClosed(0, n).map(i -> i * perObject).toArray(),
        Map.of("log_mass", mass),
        covariates,
        logWeight,
        new double[mass.length]);
  }
}

package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.release.OutputLock;
import org.skypool.jobs.report.CalibrationPage;

/**
 * Simulation-based calibration on a cluster: mock surveys in parallel, each drawn, fitted and
 * ranked inside one task. Where the ranks look suspicious the mocks are repeated with new ones, and
 * those decide.
 */
public final class CalibrateSurvey {
  /** Fewest and most mocks. */
  static final int LEAST_MOCKS = 20;

  static final int MOST_MOCKS = 100_000;

  private static final int BATCHES = 50;
  private static final int TASKS_PER_CORE_AND_BATCH = 8;

  private final SparkSession spark;
  private final RunConfig config;
  private final Configuration conf;
  private final Path output;
  private final CalibrationPlan plan;
  private final OptionalInt partitions;

  private CalibrateSurvey(
      SparkSession spark, RunConfig config, CalibrationPlan plan, OptionalInt partitions)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.output = OutputFolder.path(conf, config.output());
    this.plan = plan;
    this.partitions = partitions;
    OutputFolder.claim(conf, output, config.name());
  }

  /**
   * How a calibration ended.
   *
   * @param trustworthy whether ranks are uniform and nearly all mocks could be ranked
   * @param line one line that says so
   */
  public record Result(boolean trustworthy, String line) {}

  /**
   * Calibrates and writes {@code calibration.json} and {@code calibration.html}.
   *
   * @param mocks how many
   * @param objects detected objects per mock; empty: as many as {@code catalog.mock} says
   * @param partitions tasks; no result depends on it
   * @throws ConfigException for what cannot be calibrated, before any work
   */
  public static Result run(
      SparkSession spark, RunConfig written, int mocks, OptionalInt objects, OptionalInt partitions)
      throws IOException {
    RunConfig config = Levels.in(spark, written);
    if (mocks < LEAST_MOCKS || mocks > MOST_MOCKS) {
      throw new ConfigException(
          "--mocks %d: must be %d to %d".formatted(mocks, LEAST_MOCKS, MOST_MOCKS));
    }
    if (objects.orElse(1) < 1) {
      throw new ConfigException("--objects %d: must be at least 1".formatted(objects.getAsInt()));
    }
    SurveyModel.of(config).refuseUnsupported(config);
    CalibrationPlan plan = new CalibrationPlan(ModelText.of(config), perMock(config, objects), 0);
    plan.refuseUnsupported();
    CalibrateSurvey survey = new CalibrateSurvey(spark, config, plan, partitions);
    try (OutputLock lock = OutputLock.take(survey.conf, survey.output)) {
      lock.check();
      return survey.run(mocks);
    }
  }

  private static int perMock(RunConfig config, OptionalInt objects) {
    if (config.population().rate().isPresent()) {
      if (objects.isPresent()) {
        throw new ConfigException(
            "--objects %d: population.rate says how many objects a mock has; must be left out"
                .formatted(objects.getAsInt()));
      }
      return 0;
    }
    return objects.orElseGet(
        () ->
            config
                .catalog()
                .mock()
                .map(mock -> mock.objects().orElseThrow())
                .orElse(config.catalog().rows().size()));
  }

  private Result run(int mocks) throws IOException {
    List<CalibrationSet> sets =
        CalibrationSets.of(mocks, (set, count) -> set(set == 0 ? plan : plan.repeated(), count));
    CalibrationRecord record =
        new CalibrationRecord(
            config, plan.text().model().population().hyperprior(), plan.objects(), sets);
    AtomicFile.write(conf, new Path(output, "calibration.json"), record.json());
    AtomicFile.write(
        conf, new Path(output, "calibration.html"), CalibrationPage.render(record.page()));
    return new Result(record.trustworthy(), record.line());
  }

  private CalibrationSet set(CalibrationPlan of, int mocks) throws IOException {
    String hash =
        Hashes.of(
            StageHashes.of(config).population(),
            config.catalog().mock().toString(),
            Version.current(),
            "objects " + of.objects() + " set " + of.set());
    CalibrationStore store = new CalibrationStore(conf, output, of.set(), hash);
    TreeMap<Integer, MockRanks> done = new TreeMap<>();
    store.read().forEach(ranks -> done.put(ranks.mock(), ranks));
    List<Integer> missing =
        IntStream.range(0, mocks).filter(m -> !done.containsKey(m)).boxed().toList();
    if (!missing.isEmpty()) {
      runMissing(of, missing, done, store);
    }
    Collection<MockRanks> wanted = done.headMap(mocks).values();
    return CalibrationSet.of(List.copyOf(wanted));
  }

  private void runMissing(
      CalibrationPlan of,
      List<Integer> missing,
      TreeMap<Integer, MockRanks> done,
      CalibrationStore store)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int batch =
        Math.max(TASKS_PER_CORE_AND_BATCH * context.defaultParallelism(), missing.size() / BATCHES);
    String label = of.set() == 0 ? "calibration" : "calibration, new mocks";
    try (ProgressWatch.Running running =
        new ProgressWatch(spark.sparkContext()).start(label, missing.size())) {
      LongAccumulator counter = running.counter();
      for (int from = 0; from < missing.size(); from += batch) {
        List<Integer> part =
            new ArrayList<>(missing.subList(from, Math.min(missing.size(), from + batch)));
        context
            .parallelize(part, partitions.orElse(part.size()))
            .mapPartitions(
                numbers -> {
                  List<MockRanks> results = new ArrayList<>();
                  numbers.forEachRemaining(
                      number -> {
                        results.addAll(of.run(List.of(number)));
                        counter.add(1);
                      });
                  return results.iterator();
                })
            .collect()
            .forEach(ranks -> done.put(ranks.mock(), ranks));
        store.write(done.values());
      }
    }
  }
}

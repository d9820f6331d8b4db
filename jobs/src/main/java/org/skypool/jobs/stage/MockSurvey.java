package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Level;
import org.skypool.core.expression.NamesIn;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.inference.MockCatalogue;
import org.skypool.core.inference.MockCovariates;
import org.skypool.core.inference.MockElements;
import org.skypool.core.inference.MockObjects;
import org.skypool.core.inference.MockObservations;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.RowSql;
import org.skypool.jobs.io.UnusableInputException;

/**
 * Makes a mock survey: individual parameters from the population at the true hyperparameters,
 * covariates from their densities, measurements from the object model, and selection until enough
 * objects are detected.
 *
 * <p>Selection that acts on the data is {@code catalog.where} applied to the measured columns;
 * selection that acts on the truth is the detection probability at the true parameters. Object n of
 * the mock depends on the seed and n only. The truth is written beside the catalogue.
 */
final class MockSurvey {
  static final String CATALOGUE = "mock/catalogue";
  static final String OBSERVATIONS = "mock/observations";
  static final String TRUTH = "mock/truth";
  static final String ID = "object_id";
  private static final String NUMBER = "_number";
  private static final String TRUE_PREFIX = "_true_";
  private static final int TASK_SIZE = 20_000;
  private static final int MOST_CANDIDATES_PER_OBJECT = MockCatalogue.MOST_CANDIDATES_PER_OBJECT;

  private final SparkSession spark;
  private final RunConfig config;
  private final Configuration conf;
  private final Path output;
  private final ProgressWatch watch;

  MockSurvey(
      SparkSession spark, RunConfig config, Configuration conf, Path output, ProgressWatch watch) {
    this.spark = spark;
    this.config = config;
    this.conf = conf;
    this.output = output;
    this.watch = watch;
  }

  /** The catalogue section that reads what this wrote. */
  static RunConfig.Catalog asCatalogue(RunConfig config, Path output) {
    return new RunConfig.Catalog(
        RunConfig.Source.PARQUET,
        Optional.of(new Path(output, CATALOGUE).toString()),
        Optional.empty(),
        Optional.of(ID),
        config.catalog().where(),
        config.catalog().columns(),
        List.of(),
        config
            .catalog()
            .mock()
            .flatMap(RunConfig.Mock::observations)
            .map(several -> MockSurvey.observationsTable(output)),
        Optional.empty());
  }

  private static RunConfig.Observations observationsTable(Path output) {
    return new RunConfig.Observations(
        Optional.of(new Path(output, OBSERVATIONS).toString()), ID, Map.of(), List.of());
  }

  /** Writes catalogue and truth. */
  void run() throws IOException {
    refuseDataSelectionWithoutCut();
    Optional<Long> count = objects(config, SurveyModel.of(config)).count();
    if (count.isPresent()) {
      runAll(count.get());
    } else {
      runUntil(config.catalog().mock().orElseThrow().objects().orElseThrow());
    }
  }

  /** All objects of a population with a rate. */
  private void runAll(long candidates) throws IOException {
    if (candidates == 0) {
      throw new UnusableInputException(
          "catalog.mock: population.rate gives no object at the truth; this mock is empty");
    }
    try (ProgressWatch.Running running = watch.start("mock survey, candidates", candidates)) {
      Dataset<Row> detected = detected(0, candidates, running.counter()).persist();
      publish(detected.coalesce(1).sortWithinPartitions(NUMBER), candidates);
      detected.unpersist();
    }
  }

  /** As many objects as the survey is to detect. */
  private void runUntil(int objects) throws IOException {
    List<Dataset<Row>> parts = new ArrayList<>();
    long found = 0;
    long from = 0;
    long candidates = Math.max(1_000, Math.round(1.2 * objects));
    for (int attempt = 0; ; attempt++) {
      try (ProgressWatch.Running running =
          watch.start("mock survey, candidates", candidates - from)) {
        Dataset<Row> part = detected(from, candidates, running.counter()).persist();
        parts.add(part);
        found += part.count();
      }
      if (found >= objects) {
        break;
      }
      if (candidates >= (long) MOST_CANDIDATES_PER_OBJECT * objects) {
        throw new UnusableInputException(
            "catalog.mock: %d of %d candidates are detected; the selection loses nearly all objects"
                .formatted(found, candidates));
      }
      double rate = Math.max((double) found, 0.5) / candidates;
      long wanted = (long) Math.ceil(1.05 * objects / rate) + 100;
      from = candidates;
      candidates =
          Math.min((long) MOST_CANDIDATES_PER_OBJECT * objects, Math.max(2 * candidates, wanted));
      if (attempt > 30) {
        throw new IllegalStateException("mock survey does not end");
      }
    }
    Dataset<Row> detected = parts.stream().reduce(Dataset::union).orElseThrow();
    publish(
        detected.orderBy(NUMBER).limit(objects).coalesce(1).sortWithinPartitions(NUMBER), objects);
    parts.forEach(Dataset::unpersist);
  }

  private void refuseDataSelectionWithoutCut() {
    boolean onData =
        config.population().selection().map(s -> s.actsOn() == RunConfig.ActsOn.DATA).orElse(false);
    if (onData && config.catalog().where().isEmpty()) {
      throw new ConfigException(
          "catalog.where is missing: a mock survey with selection.acts-on = data needs the cut on the"
              + " measured columns, such as where = \"logm > 8.9\"");
    }
  }

  /** Candidates {@code from} to {@code to}, exclusive, as far as they are detected. */
  private Dataset<Row> detected(long from, long to, LongAccumulator counter) {
    ModelText text = ModelText.of(config);
    List<String> names = columns(text);
    List<Long> starts = starts(from, to);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> rows =
        context
            .parallelize(starts, starts.size())
            .flatMap(
                start -> {
                  long end = Math.min(to, start + TASK_SIZE);
                  Iterator<Row> found = candidates(text, names, start, end);
                  counter.add(end - start);
                  return found;
                });
    Dataset<Row> all = spark.createDataFrame(rows, schema(names));
    if (config.catalog().where().isPresent()) {
      String where = config.catalog().where().get();
      try {
        Dataset<Row> added = all;
        for (Map.Entry<String, String> column : config.catalog().columns().entrySet()) {
          added =
              added.withColumn(
                  column.getKey(),
                  RowSql.column("catalog.columns." + column.getKey(), column.getValue(), added));
        }
        return added
            .filter(RowSql.column("catalog.where", where, added))
            .select(all.columns()[0], rest(all.columns()));
      } catch (Exception refused) {
        if (refused instanceof AnalysisException) {
          throw new ConfigException(
              "catalog.where = \""
                  + where
                  + "\": "
                  + firstLine(refused)
                  + "; columns are "
                  + names);
        }
        throw refused;
      }
    }
    return all;
  }

  private static String[] rest(String[] columns) {
    return java.util.Arrays.copyOfRange(columns, 1, columns.length);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("refused");
  }

  /** Covariates, then measurements. */
  private static List<String> columns(ModelText text) {
    RunConfig config = text.config();
    RunConfig.Mock mock = config.catalog().mock().orElseThrow();
    Set<String> names = new LinkedHashSet<>(mock.columns().keySet());
    names.addAll(config.population().elements().keySet());
    if (mock.observations().isEmpty()) {
      names.addAll(plainArguments(text));
    }
    return List.copyOf(names);
  }

  /** Columns that arguments of the object model are, as they stand. */
  private static Set<String> plainArguments(ModelText text) {
    Set<String> names = new LinkedHashSet<>();
    text.model()
        .arguments()
        .flattened()
        .forEach(
            (key, argument) -> {
              if (argument instanceof Expression.Column column && column.level() == Level.OBJECT) {
                names.add(column.name());
              } else if (key.endsWith(".value")) {
                names.addAll(NamesIn.of(argument).covariates());
              }
            });
    return names;
  }

  /** One row per observation of the first objects, as many as the survey has. */
  private Dataset<Row> observationRows(RunConfig.Mock mock, long objects) {
    ModelText text = ModelText.of(config);
    Set<String> names = new LinkedHashSet<>(mock.observations().orElseThrow().columns().keySet());
    names.addAll(plainArguments(text));
    names.removeAll(mock.columns().keySet());
    List<String> columns = List.copyOf(names);
    List<Long> starts = starts(0, objects);
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(starts, starts.size())
            .flatMap(
                start -> observations(text, columns, start, Math.min(objects, start + TASK_SIZE)));
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(ID, DataTypes.StringType, false));
    columns.forEach(n -> fields.add(DataTypes.createStructField(n, DataTypes.DoubleType, true)));
    return spark.createDataFrame(rows, DataTypes.createStructType(fields)).coalesce(1);
  }

  private static Iterator<Row> observations(
      ModelText text, List<String> columns, long from, long to) {
    MockObjects objects = objects(text.config(), text.model());
    List<Row> rows = new ArrayList<>();
    for (long n = from; n < to; n++) {
      MockObjects.Candidate object = objects.candidate(n).orElseThrow();
      int each = text.config().catalog().mock().orElseThrow().observations().orElseThrow().each();
      for (int r = 0; r < each; r++) {
        List<Object> values = new ArrayList<>(List.of(object.id()));
        int at = r;
        columns.forEach(name -> values.add(object.observations().get(name)[at]));
        rows.add(RowFactory.create(values.toArray()));
      }
    }
    return rows.iterator();
  }

  private static List<Long> starts(long from, long to) {
    List<Long> starts = new ArrayList<>();
    for (long start = from; start < to; start += TASK_SIZE) {
      starts.add(start);
    }
    return starts;
  }

  private StructType schema(List<String> names) {
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(NUMBER, DataTypes.LongType, false));
    fields.add(DataTypes.createStructField(ID, DataTypes.StringType, false));
    names.forEach(n -> fields.add(DataTypes.createStructField(n, DataTypes.DoubleType, true)));
    config
        .objects()
        .free()
        .forEach(
            t ->
                fields.add(
                    DataTypes.createStructField(TRUE_PREFIX + t, DataTypes.DoubleType, true)));
    return DataTypes.createStructType(fields);
  }

  private static Iterator<Row> candidates(ModelText text, List<String> names, long from, long to) {
    MockObjects objects = objects(text.config(), text.model());
    List<Row> rows = new ArrayList<>();
    for (long n = from; n < to; n++) {
      objects.candidate(n).ifPresent(object -> rows.add(row(object, names)));
    }
    return rows.iterator();
  }

  /** How many observations objects of a mock survey have, and what else is in their table. */
  static Optional<MockObservations> observations(RunConfig.Mock mock) {
    return mock.observations()
        .map(
            several ->
                new MockObservations(
                    several.each(),
                    MockCovariates.parse(
                        FormulaParser.standard(),
                        "catalog.mock.observations.columns",
                        several.columns())));
  }

  private static MockObjects objects(RunConfig config, SurveyModel model) {
    RunConfig.Mock mock = config.catalog().mock().orElseThrow();
    MockCovariates covariates = MockCovariates.parse(FormulaParser.standard(), mock.columns());
    PopulationModel population = MockPopulation.of(config, model.population());
    List<String> names = population.hyperprior().names();
    for (String name : names) {
      if (!mock.truth().containsKey(name)) {
        throw new ConfigException(
            "catalog.mock.truth."
                + name
                + " is missing: the mock needs the true value of every hyperparameter "
                + names);
      }
    }
    SurveyProblem problem = model.problem();
    SurveyProblem atTruth =
        new SurveyProblem(
            problem.thetas(),
            ObjectArguments.model(config.objects()).bind(model.arguments().at(mock.truth())),
            problem.interim(),
            population);
    try {
      return new MockObjects(atTruth, covariates, observations(mock), mock.truth(), config.seed());
    } catch (IllegalArgumentException cannot) {
      throw new ConfigException("catalog.mock: " + cannot.getMessage());
    }
  }

  /** Expected number of objects of a mock whose population has a rate, before any is lost. */
  static long expected(RunConfig config, SurveyModel model) {
    RunConfig.Mock mock = config.catalog().mock().orElseThrow();
    MockCovariates covariates = MockCovariates.parse(FormulaParser.standard(), mock.columns());
    try {
      return Math.round(MockElements.of(model.population(), covariates, mock.truth()).expected());
    } catch (IllegalArgumentException cannot) {
      throw new ConfigException("catalog.mock: " + cannot.getMessage());
    }
  }

  private static Row row(MockObjects.Candidate object, List<String> names) {
    List<Object> values = new ArrayList<>();
    values.add(object.number());
    values.add(object.id());
    names.forEach(name -> values.add(object.columns().get(name)));
    for (double value : object.theta()) {
      values.add(value);
    }
    return RowFactory.create(values.toArray());
  }

  /** Writes the tables aside and moves them into place, the truth first. */
  private void publish(Dataset<Row> detected, long objects) throws IOException {
    List<String> truths = new ArrayList<>(List.of(ID));
    List<String> data = new ArrayList<>();
    for (String column : detected.columns()) {
      if (column.startsWith(TRUE_PREFIX)) {
        truths.add(column);
      } else if (!column.equals(NUMBER)) {
        data.add(column);
      }
    }
    Dataset<Row> truth = detected.selectExpr(quoted(truths));
    for (String column : truths.subList(1, truths.size())) {
      truth = truth.withColumnRenamed(column, column.substring(TRUE_PREFIX.length()));
    }
    Path aside = new Path(output, ".mock-staging");
    FileSystem fs = output.getFileSystem(conf);
    fs.delete(aside, true);
    truth.write().mode(SaveMode.Overwrite).parquet(new Path(aside, "truth").toString());
    detected
        .selectExpr(quoted(data))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(new Path(aside, "catalogue").toString());
    RunConfig.Mock mock = config.catalog().mock().orElseThrow();
    if (mock.observations().isPresent()) {
      observationRows(mock, objects)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(new Path(aside, "observations").toString());
    }
    Path target = new Path(output, "mock");
    fs.delete(target, true);
    if (!fs.rename(aside, target)) {
      throw new IOException(
          "cannot write " + target + ": the finished mock could not be moved there");
    }
  }

  private static String[] quoted(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").toArray(String[]::new);
  }
}

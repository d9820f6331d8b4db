package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.InterimWeights;
import org.skypool.core.inference.RoundPlan;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.DrawsCatalogue;
import org.skypool.jobs.io.DrawsCatalogueReader;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.DrawsWriter;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.RowCheck;
import org.skypool.jobs.io.UnusableInputException;
import org.skypool.jobs.progress.JobName;

/**
 * Draws made elsewhere as the one round of a run: a table in the draws format is read where it is;
 * draws in long form, one row each, are folded into objects and written as round 0.
 */
final class GivenDraws {
  private final SparkSession spark;
  private final RunConfig config;
  private final SurveyModel model;
  private final Configuration conf;
  private final Path output;
  private final Layout.Evaluator evaluator;

  GivenDraws(
      SparkSession spark,
      RunConfig config,
      SurveyModel model,
      Configuration conf,
      Path output,
      Layout.Evaluator evaluator) {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.conf = conf;
    this.output = output;
    this.evaluator = evaluator;
  }

  /**
   * Draws ready to be fitted.
   *
   * @param round the one round
   * @param draws where they are
   * @param judged rows of the long form with what was set aside; empty for a draws table
   * @param fingerprint of ids, parameters and weights
   */
  record Imported(Round round, StoredDraws draws, Optional<Catalogue> judged, String fingerprint) {}

  Imported run(String configHash) throws IOException {
    if (config.catalog().format().orElse("skypool").equals("skypool")) {
      renamesNothing();
      Path path = new Path(new Path(config.catalog().path().orElseThrow()).toUri());
      Round round = round(path.getFileSystem(conf).makeQualified(path).toString());
      StoredDraws draws = stored(round);
      return new Imported(round, draws, Optional.empty(), fingerprint(table(round), draws));
    }
    return fold(configHash);
  }

  private void renamesNothing() {
    config
        .objects()
        .thetas()
        .forEach(
            (theta, arguments) -> {
              String column = arguments.getOrDefault("draws", theta);
              if (!column.equals(theta)) {
                throw new ConfigException(
                    "objects.theta."
                        + theta
                        + ".draws = "
                        + column
                        + ": in a draws table the column has the parameter's own name, "
                        + theta);
              }
            });
  }

  private Round round(String table) {
    return new Round(RoundPlan.interim(0, config.seed(), Set.of()), table);
  }

  private DrawsTable table(Round round) {
    return DrawsTable.of(conf, output, ModelText.of(config), round);
  }

  private StoredDraws stored(Round round) {
    return StoredDraws.of(table(round), context(), evaluator);
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private Imported fold(String configHash) throws IOException {
    Map<String, String> columnOf = new LinkedHashMap<>();
    config
        .objects()
        .thetas()
        .forEach((theta, arguments) -> columnOf.put(theta, arguments.getOrDefault("draws", theta)));
    boolean formula = model.thetas().stream().allMatch(t -> model.interimPrior(t).isPresent());
    Set<String> numbers = new LinkedHashSet<>(columnOf.values());
    if (!formula) {
      numbers.add(DrawsSchema.LOG_INTERIM_PRIOR);
    }
    DrawsCatalogue read =
        DrawsCatalogueReader.read(
            spark,
            config.catalog(),
            List.copyOf(numbers),
            model.columns(),
            RowCheck.ANY,
            config.objects().bucketMib());
    Round round = Round.interim(0, config.seed(), new LinkedHashSet<>(model.thetas()));
    String fingerprint = read.judged().fingerprint();
    String hash = Hashes.of(configHash, fingerprint, Version.current());
    Optional<Manifest> done =
        Manifest.read(conf, output, round.table())
            .filter(m -> m.matches(hash, fingerprint, Version.current()));
    if (done.isEmpty() || !done.get().tableExists(conf, output)) {
      Manifest.remove(conf, output, round.table());
      try (Publication publication =
          Publication.begin(conf, output, round.table(), hash, read.files())) {
        write(read, round, publication, columnOf);
        PackTable.run(context(), publication);
        publication.publish();
      }
      List<Integer> all = IntStream.range(0, read.buckets().count()).boxed().toList();
      new Manifest(round.table(), hash, fingerprint, Version.current(), all).write(conf, output);
    }
    return new Imported(round, stored(round), Optional.of(read.judged()), fingerprint);
  }

  private void write(
      DrawsCatalogue read, Round round, Publication publication, Map<String, String> columnOf)
      throws IOException {
    ModelText text = ModelText.of(config);
    List<String> numbers = read.numbers();
    read.draws()
        .javaRDD()
        .mapPartitions(rows -> write(text, round, publication, numbers, columnOf, rows))
        .collect();
    Set<Integer> finished = Set.copyOf(publication.finishedBuckets());
    DrawsSchema schema = SampleObjects.schema(model, round);
    for (int bucket = 0; bucket < read.buckets().count(); bucket++) {
      if (!finished.contains(bucket)) {
        publication.writeBucket(
            bucket,
            0,
            (c, file) ->
                DrawsWriter.open(c, file, schema, model.coordinates(), round.metadata()).close());
      }
    }
  }

  private static Iterator<Integer> write(
      ModelText text,
      Round round,
      Publication publication,
      List<String> numbers,
      Map<String, String> columnOf,
      Iterator<Row> rows)
      throws IOException {
    SurveyModel model = text.model();
    List<Integer> written = new ArrayList<>();
    Iterator<DrawsCatalogue.BucketBlock> blocks =
        DrawsCatalogue.fold(
            rows, numbers, columnOf.values().stream().distinct().toList(), model.columns());
    while (blocks.hasNext()) {
      DrawsCatalogue.BucketBlock bucket = blocks.next();
      DrawBlock named = weighted(renamed(bucket.block(), columnOf), model, numbers);
      publication.writeBucket(
          bucket.bucket(),
          TaskContext.get().taskAttemptId(),
          (conf, file) -> {
            try (DrawsWriter writer =
                DrawsWriter.open(
                    conf,
                    file,
                    SampleObjects.schema(model, round),
                    model.coordinates(),
                    round.metadata())) {
              writer.write(named, Map.of());
            }
          });
      written.add(bucket.bucket());
    }
    return written.iterator();
  }

  private static DrawBlock renamed(DrawBlock block, Map<String, String> columnOf) {
    Map<String, double[]> thetas = new LinkedHashMap<>();
    columnOf.forEach((theta, column) -> thetas.put(theta, block.thetas().get(column)));
    return new DrawBlock(
        block.objectIds(),
        block.offsets(),
        thetas,
        block.covariates(),
        block.logWeight(),
        block.logInterimPrior());
  }

  private static DrawBlock weighted(DrawBlock block, SurveyModel model, List<String> numbers) {
    if (numbers.contains(DrawsSchema.LOG_INTERIM_PRIOR)) {
      return block;
    }
    try {
      return InterimWeights.of(block, model.logInterim());
    } catch (IllegalArgumentException outside) {
      throw new UnusableInputException("objects.interim-prior: " + outside.getMessage(), outside);
    }
  }

  /** The same for any order of the objects and files. */
  private String fingerprint(DrawsTable table, StoredDraws draws) {
    int buckets = table.parts().size();
    try (JobName named = JobName.of(context().sc(), "fingerprint of the draws")) {
      long sum =
          context()
              .parallelize(IntStream.range(0, buckets).boxed().toList(), buckets)
              .map(bucket -> fingerprint(table.read(bucket)))
              .collect()
              .stream()
              .mapToLong(Long::longValue)
              .sum();
      return Hashes.of(Long.toHexString(sum), Long.toString(draws.draws()));
    }
  }

  private static long fingerprint(DrawBlock block) {
    long sum = 0;
    for (int i = 0; i < block.objects(); i++) {
      long hash = block.objectIds().get(i).hashCode();
      for (int k = block.offsets()[i]; k < block.offsets()[i + 1]; k++) {
        hash = 31 * hash + Double.doubleToLongBits(block.logWeight()[k]);
        for (double[] theta : block.thetas().values()) {
          hash = 31 * hash + Double.doubleToLongBits(theta[k]);
        }
      }
      sum += hash * 0x9E3779B97F4A7C15L;
    }
    return sum;
  }
}

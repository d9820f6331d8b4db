package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.RoundPlan;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.DrawsWriter;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.Publication;
import org.skypool.jobs.io.TableFiles;
import org.skypool.jobs.progress.RunMetrics;

/**
 * Samples every object on the executors, one round, and publishes the draws. Buckets that an
 * interrupted run of the same round left finished are kept.
 */
final class SampleObjects {
  /** Column of the effective number of points. */
  static final String ESS = "ess";

  /** Metadata key of the objects set aside while sampling: a JSON object of reasons by id. */
  static final String UNUSABLE = "skypool.unusable";

  /** Metadata key of what the rows depend on besides the objects. */
  static final String ROW_KEY = "skypool.row_key";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunConfig config;
  private final BucketedObjects objects;
  private final Configuration conf;
  private final Path output;
  private final ProgressWatch watch;

  SampleObjects(
      RunConfig config,
      BucketedObjects objects,
      Configuration conf,
      Path output,
      ProgressWatch watch) {
    this.config = config;
    this.objects = objects;
    this.conf = conf;
    this.output = output;
    this.watch = watch;
  }

  /**
   * Samples a round unless its table is already there.
   *
   * @param fingerprint of the catalogue
   * @param configHash of the keys sampling depends on
   * @param key of what rows depend on besides the objects, {@link #rowKey}
   * @param release that is there now, whose rows may serve again
   * @return whether anything was sampled
   */
  boolean run(Round round, String fingerprint, String configHash, String key, String release)
      throws IOException {
    String hash = Hashes.of(configHash, fingerprint, round.plan().signature(), key);
    Optional<Manifest> done =
        Manifest.read(conf, output, round.table())
            .filter(m -> m.matches(hash, fingerprint, Version.current()));
    if (done.isPresent() && done.get().tableExists(conf, output)) {
      return false;
    }
    List<Integer> all =
        java.util.stream.IntStream.range(0, objects.buckets().count()).boxed().toList();
    Manifest manifest = new Manifest(round.table(), hash, fingerprint, Version.current(), all);
    if (manifest.isAnnounced(conf, output)
        && Publication.wasMoved(conf, output, round.table(), hash)
        && manifest.tableExists(conf, output)) {
      manifest.write(conf, output);
      return false;
    }
    Manifest.remove(conf, output, round.table());
    TableFiles files =
        objects
            .buckets()
            .files(objects.size() * bytesPerObject(SurveyModel.of(config), round.points()));
    try (Publication publication = Publication.begin(conf, output, round.table(), hash, files)) {
      sampleOrKeep(round, key, release, publication);
      manifest.announce(conf, output);
      publication.publish();
    }
    manifest.write(conf, output);
    return true;
  }

  /** About how large the row of an object is: float thetas, double densities and weights. */
  static long bytesPerObject(SurveyModel model, int points) {
    return (4L * model.thetas().size() + 16) * points;
  }

  /**
   * What rows of a round depend on besides the objects themselves.
   *
   * @param keys hash of those of the configuration
   */
  static String rowKey(String keys, RoundPlan plan, SurveyModel model, String codeVersion) {
    DrawsSchema schema = schema(model, Round.of(plan));
    return Hashes.of(
        keys,
        plan.signature(),
        codeVersion,
        String.join("\0", schema.thetas()),
        String.join("\0", schema.covariates()),
        String.join("\0", model.objectColumns().observed()),
        String.join("\0", schema.observables()));
  }

  private void sampleOrKeep(Round round, String key, String release, Publication publication)
      throws IOException {
    try {
      sampleMissing(round, key, release, publication);
      PackTable.run(objects.context(), publication);
    } catch (Exception failed) {
      publication.keepAfter(failed);
      throw failed;
    }
  }

  private void sampleMissing(Round round, String key, String release, Publication publication)
      throws IOException {
    ModelText text = ModelText.of(config);
    Task task =
        new Task(
            text,
            round,
            key,
            EarlierRows.of(
                conf,
                new Path(output, round.table()),
                text.model().thetas().get(0),
                key,
                objects.buckets().count(),
                release),
            objects.buckets().count(),
            new SerializableConfiguration(conf));
    BucketPartitioner partitioner = objects.partitioner();
    int buckets = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    String label =
        round.number() == 0 ? "sampling, interim round" : "sampling, round " + round.number();
    RunMetrics.OF_THIS_DRIVER.round(round.number());
    int finished = publication.finishedBuckets().size();
    if (finished > 0) {
      System.err.printf("%s: %d of %d buckets are there already%n", label, finished, buckets);
    }
    try (ProgressWatch.Running running =
        watch.start(label, objects.size(), RunMetrics.OF_THIS_DRIVER::sampled)) {
      LongAccumulator counter = running.counter();
      CollectionAccumulator<SlowObject> slow = running.slow();
      objects
          .rows()
          .mapPartitionsWithIndex(
              (partition, rows) ->
                  samplePartition(
                      task,
                      publication,
                      BucketedObjects.gather(partition, partitioner, buckets, columns, rows),
                      counter,
                      slow),
              true)
          .collect();
    }
  }

  /** What every task needs. */
  private record Task(
      ModelText text,
      Round round,
      String key,
      EarlierRows earlier,
      int buckets,
      SerializableConfiguration conf)
      implements Serializable {}

  private static Iterator<Integer> samplePartition(
      Task task,
      Publication publication,
      Iterator<BucketedObjects.Bucket> buckets,
      LongAccumulator counter,
      CollectionAccumulator<SlowObject> slow)
      throws IOException {
    SurveyModel model = task.text.model();
    List<Integer> written = new ArrayList<>();
    while (buckets.hasNext()) {
      BucketedObjects.Bucket bucket = buckets.next();
      if (!publication.isFinished(bucket.number())) {
        SampledBucket sampled =
            SampledBucket.of(
                task.conf.value(), model, task.round, task.key, task.earlier, bucket, task.buckets);
        publication.writeBucket(
            bucket.number(),
            TaskContext.get().taskAttemptId(),
            (conf, file) -> write(conf, file, model, task, sampled));
        written.add(bucket.number());
        SlowObjects.OF_THIS_JVM.drain().forEach(slow::add);
      }
      counter.add(bucket.objects().size());
    }
    return written.iterator();
  }

  private static void write(
      Configuration conf, Path file, SurveyModel model, Task task, SampledBucket sampled)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(task.round.metadata());
    metadata.put(UNUSABLE, json(sampled.unusable()));
    metadata.put(ROW_KEY, task.key);
    sampled.reused().ifPresent(count -> metadata.put(ReuseCount.KEY, count.text()));
    SampledRows rows = sampled.rows();
    try (DrawsWriter writer =
        DrawsWriter.openMarked(
            conf, file, schema(model, task.round), model.coordinates(), metadata)) {
      writer.write(rows.draws(), Map.of(ESS, rows.effective()), rows.marks());
    }
  }

  static DrawsSchema schema(SurveyModel model, Round round) {
    return new DrawsSchema(
        model.thetas(),
        round.storedAsDouble(),
        model.columns().stream().map(model::stored).toList(),
        model.likelihood() == null ? List.of() : List.of(ESS),
        model.drawnObservables());
  }

  /** Draws as their table names the columns. */
  static DrawBlock stored(SurveyModel model, DrawBlock draws) {
    Map<String, double[]> covariates = new LinkedHashMap<>();
    draws.covariates().forEach((name, values) -> covariates.put(model.stored(name), values));
    return new DrawBlock(
        draws.objectIds(),
        draws.offsets(),
        draws.thetas(),
        covariates,
        draws.logWeight(),
        draws.logInterimPrior(),
        draws.observables());
  }

  /** Draws as the model names their columns: {@link #stored} undone. */
  static DrawBlock loaded(SurveyModel model, DrawBlock draws) {
    if (draws.observables().isEmpty()) {
      return draws;
    }
    Map<String, double[]> covariates = new LinkedHashMap<>(draws.covariates());
    model
        .columns()
        .forEach(name -> covariates.put(name, draws.covariates().get(model.stored(name))));
    return new DrawBlock(
        draws.objectIds(),
        draws.offsets(),
        draws.thetas(),
        covariates,
        draws.logWeight(),
        draws.logInterimPrior(),
        draws.observables());
  }

  private static String json(Map<String, String> map) throws JsonProcessingException {
    return JSON.writeValueAsString(map);
  }

  static Map<String, String> unusable(String json) {
    try {
      Map<String, String> map = new LinkedHashMap<>();
      JSON.readTree(json)
          .fields()
          .forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText()));
      return map;
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("metadata " + UNUSABLE + " is not JSON: " + json, broken);
    }
  }
}

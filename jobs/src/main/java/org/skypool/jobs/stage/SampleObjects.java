package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.inference.ObjectSampling;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.DrawsSchema;
import org.skypool.jobs.io.DrawsWriter;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.Publication;
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
   * @return whether anything was sampled
   */
  boolean run(Round round, String fingerprint, String configHash) throws IOException {
    String hash = Hashes.of(configHash, fingerprint, round.plan().signature(), Version.current());
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
    try (Publication publication = Publication.begin(conf, output, round.table(), hash)) {
      sampleOrKeep(round, publication);
      manifest.announce(conf, output);
      publication.publish(all.size());
    }
    manifest.write(conf, output);
    return true;
  }

  private void sampleOrKeep(Round round, Publication publication) throws IOException {
    try {
      sampleMissing(round, publication);
    } catch (Exception failed) {
      publication.keepAfter(failed);
      throw failed;
    }
  }

  private void sampleMissing(Round round, Publication publication) throws IOException {
    ModelText text = ModelText.of(config);
    BucketPartitioner partitioner = objects.partitioner();
    int buckets = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    String label =
        round.number() == 0 ? "sampling, interim round" : "sampling, round " + round.number();
    RunMetrics.OF_THIS_DRIVER.round(round.number());
    try (ProgressWatch.Running running =
        watch.start(label, objects.size(), RunMetrics.OF_THIS_DRIVER::sampled)) {
      LongAccumulator counter = running.counter();
      CollectionAccumulator<SlowObject> slow = running.slow();
      objects
          .rows()
          .mapPartitionsWithIndex(
              (partition, rows) ->
                  samplePartition(
                      text,
                      round,
                      publication,
                      BucketedObjects.gather(partition, partitioner, buckets, columns, rows),
                      counter,
                      slow),
              true)
          .collect();
    }
  }

  private static Iterator<Integer> samplePartition(
      ModelText text,
      Round round,
      Publication publication,
      Iterator<BucketedObjects.Bucket> buckets,
      LongAccumulator counter,
      CollectionAccumulator<SlowObject> slow)
      throws IOException {
    SurveyModel model = text.model();
    List<Integer> written = new ArrayList<>();
    while (buckets.hasNext()) {
      BucketedObjects.Bucket bucket = buckets.next();
      if (!publication.isFinished(bucket.number())) {
        ObjectSampling.Result sampled = round.plan().draw(model.problem(), bucket.objects());
        publication.writeBucket(
            bucket.number(),
            TaskContext.get().taskAttemptId(),
            (conf, file) -> write(conf, file, model, round, sampled));
        written.add(bucket.number());
        SlowObjects.OF_THIS_JVM.drain().forEach(slow::add);
      }
      counter.add(bucket.objects().size());
    }
    return written.iterator();
  }

  private static void write(
      Configuration conf, Path file, SurveyModel model, Round round, ObjectSampling.Result sampled)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(round.metadata());
    metadata.put(UNUSABLE, json(sampled.unusable()));
    DrawsSchema schema = schema(model, round);
    try (DrawsWriter writer = DrawsWriter.open(conf, file, schema, model.coordinates(), metadata)) {
      writer.write(stored(model, sampled.draws()), Map.of(ESS, sampled.effective()));
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

  private static DrawBlock stored(SurveyModel model, DrawBlock draws) {
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

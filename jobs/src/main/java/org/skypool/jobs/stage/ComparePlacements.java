package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.skypool.core.inference.Comparison;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.jobs.config.RunConfig;

/** Compares placements of the points of a random subset of objects, on the executors. */
final class ComparePlacements {
  private final RunConfig config;
  private final BucketedObjects objects;
  private final ProgressWatch watch;

  ComparePlacements(RunConfig config, BucketedObjects objects, ProgressWatch watch) {
    this.config = config;
    this.objects = objects;
    this.watch = watch;
  }

  /** Scores of an object, and where it stands. */
  private record Placed(BucketKey key, Comparison.Scores scores) implements Serializable {}

  /** Scores in the order of buckets and ids. */
  List<Comparison.Scores> run(Comparison comparison) {
    ModelText text = ModelText.of(config);
    BucketPartitioner partitioner = objects.partitioner();
    int buckets = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    int round = comparison.placements().get(0).plan().number();
    String label = comparison.purpose() + ", round " + round;
    List<Placed> placed;
    try (ProgressWatch.Running running =
        watch.start(label, Math.round(comparison.share() * objects.size()))) {
      LongAccumulator counter = running.counter();
      CollectionAccumulator<SlowObject> slow = running.slow();
      placed =
          new ArrayList<>(
              objects
                  .rows()
                  .mapPartitionsWithIndex(
                      (partition, rows) ->
                          compare(
                              text,
                              comparison,
                              BucketedObjects.gather(
                                  partition, partitioner, buckets, columns, rows),
                              counter,
                              slow),
                      true)
                  .collect());
    }
    placed.sort(Comparator.comparing(Placed::key));
    return placed.stream().map(Placed::scores).toList();
  }

  private static Iterator<Placed> compare(
      ModelText text,
      Comparison comparison,
      Iterator<BucketedObjects.Bucket> buckets,
      LongAccumulator counter,
      CollectionAccumulator<SlowObject> slow) {
    SurveyProblem problem = text.model().problem();
    List<Placed> placed = new ArrayList<>();
    while (buckets.hasNext()) {
      BucketedObjects.Bucket bucket = buckets.next();
      for (Comparison.Scores scores : comparison.of(problem, bucket.objects())) {
        placed.add(new Placed(new BucketKey(bucket.number(), scores.id()), scores));
        counter.add(1);
      }
    }
    SlowObjects.OF_THIS_JVM.drain().forEach(slow::add);
    return placed.iterator();
  }
}

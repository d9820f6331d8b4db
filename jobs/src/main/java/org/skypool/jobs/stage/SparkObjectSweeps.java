package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.skypool.core.inference.BlockSweeps;
import org.skypool.core.inference.GibbsModel;
import org.skypool.core.inference.ObjectStates;
import org.skypool.core.inference.ObjectSweeps;
import org.skypool.core.inference.SweepPlan;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.progress.JobName;

/**
 * Updates objects where they are kept, bucket by bucket. A call is one Spark job: the states of a
 * bucket travel to the task that has its objects, and come back in the order of the buckets.
 *
 * <p>The driver holds the states of all chains: 16 bytes per object, individual parameter and
 * chain.
 */
final class SparkObjectSweeps implements ObjectSweeps, AutoCloseable {
  /** Models of this JVM by their text: thousands of small jobs read the same one. */
  private static final Map<ModelText, Sweeping> MODELS = new ConcurrentHashMap<>();

  /** What a task needs of the model. */
  private record Sweeping(GibbsModel model, StoredColumns stored) {
    static Sweeping of(ModelText text) {
      return new Sweeping(SparkObjectSweeps.model(text), new StoredColumns(text.model()));
    }
  }

  private final ModelText text;
  private final BucketedObjects objects;
  private final JavaRDD<BucketedObjects.Bucket> buckets;

  /** All objects in the order of buckets and ids. */
  private final ObjectBlock all;

  /** First object of every bucket, and their number last. */
  private final int[] starts;

  /** First bucket of every partition, and their number last. */
  private final int[] partitions;

  SparkObjectSweeps(RunConfig config, BucketedObjects objects) {
    this.text = ModelText.of(config);
    this.objects = objects;
    List<BucketKey> keys = objects.rows().keys().collect();
    this.all = new StoredColumns(text.model()).of(objects.collected());
    int count = objects.buckets().count();
    this.starts = new int[count + 1];
    keys.forEach(key -> starts[key.bucket() + 1]++);
    Arrays.parallelPrefix(starts, Integer::sum);
    BucketPartitioner partitioner = objects.partitioner();
    this.partitions = new int[partitioner.numPartitions() + 1];
    IntStream.range(0, count).forEach(b -> partitions[partitioner.partitionOf(b) + 1]++);
    Arrays.parallelPrefix(partitions, Integer::sum);
    this.buckets = gathered(objects).persist(StorageLevel.MEMORY_ONLY());
  }

  private static JavaRDD<BucketedObjects.Bucket> gathered(BucketedObjects objects) {
    BucketPartitioner partitioner = objects.partitioner();
    int count = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    return objects
        .rows()
        .mapPartitionsWithIndex(
            (partition, rows) ->
                BucketedObjects.gather(partition, partitioner, count, columns, rows),
            true);
  }

  /** All objects, in the order of the states. */
  ObjectBlock objects() {
    return all;
  }

  /** What the text of a run says about its objects. */
  static GibbsModel model(ModelText text) {
    return EngineFit.gibbsModel(text.config(), text.model());
  }

  @Override
  public ObjectStates sweep(SweepPlan plan, ObjectStates states) {
    JavaSparkContext context = objects.context();
    ModelText model = text;
    try (JobName named = JobName.of(context.sc(), "gibbs, iteration " + plan.iteration())) {
      return ObjectStates.concatenate(
          context
              .parallelize(parts(states), partitions.length - 1)
              .zipPartitions(
                  buckets, (slices, own) -> sweepPartition(model, plan, slices.next(), own))
              .collect());
    }
  }

  /** The states of every partition's buckets. */
  private List<List<ObjectStates>> parts(ObjectStates states) {
    List<List<ObjectStates>> parts = new ArrayList<>();
    for (int p = 0; p + 1 < partitions.length; p++) {
      List<ObjectStates> slices = new ArrayList<>();
      for (int b = partitions[p]; b < partitions[p + 1]; b++) {
        slices.add(states.slice(starts[b], starts[b + 1]));
      }
      parts.add(slices);
    }
    return parts;
  }

  private static Iterator<ObjectStates> sweepPartition(
      ModelText text,
      SweepPlan plan,
      List<ObjectStates> slices,
      Iterator<BucketedObjects.Bucket> buckets) {
    Sweeping sweeping = MODELS.computeIfAbsent(text, Sweeping::of);
    List<ObjectStates> next = new ArrayList<>();
    for (ObjectStates slice : slices) {
      next.add(
          new BlockSweeps(sweeping.model(), sweeping.stored().of(buckets.next().objects()))
              .sweep(plan, slice));
    }
    return next.iterator();
  }

  @Override
  public void close() {
    buckets.unpersist();
  }
}

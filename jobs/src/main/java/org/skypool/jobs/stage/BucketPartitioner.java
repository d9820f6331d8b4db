package org.skypool.jobs.stage;

import org.apache.spark.Partitioner;

/** Whole buckets to partitions: a run of neighbouring buckets each. */
final class BucketPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int buckets;
  private final int partitions;

  BucketPartitioner(int buckets, int partitions) {
    this.buckets = buckets;
    this.partitions = Math.max(1, Math.min(buckets, partitions));
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return partitionOf(((BucketKey) key).bucket());
  }

  int partitionOf(int bucket) {
    return (int) ((long) bucket * partitions / buckets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketPartitioner p
        && p.buckets == buckets
        && p.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return 31 * buckets + partitions;
  }
}

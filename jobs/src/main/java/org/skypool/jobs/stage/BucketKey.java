package org.skypool.jobs.stage;

import java.io.Serializable;
import org.skypool.jobs.io.Buckets;

/** Where an object stands: its bucket, and within the bucket the order of the ids. */
record BucketKey(int bucket, String id) implements Comparable<BucketKey>, Serializable {
  @Override
  public int compareTo(BucketKey other) {
    return bucket != other.bucket
        ? Integer.compare(bucket, other.bucket)
        : Buckets.ID_ORDER.compare(id, other.id);
  }
}

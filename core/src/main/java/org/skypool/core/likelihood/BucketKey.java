package org.skypool.core.likelihood;

import java.util.Comparator;
import org.skypool.core.random.Streams;

/**
 * Where an object stands in the queue for a bucket: a hash of seed and id, so that the first n are
 * a random choice that depends on nothing else.
 *
 * @param key hash of seed and id
 * @param id of the object; decides between equal hashes
 */
public record BucketKey(long key, String id) implements Comparable<BucketKey> {
  private static final Comparator<BucketKey> ORDER =
      Comparator.comparingLong(BucketKey::key).thenComparing(BucketKey::id);

  /** The key of an object. */
  public static BucketKey of(long seed, String id) {
    return new BucketKey(new Streams(seed).key("bucket", id, 0, 0), id);
  }

  @Override
  public int compareTo(BucketKey other) {
    return ORDER.compare(this, other);
  }
}

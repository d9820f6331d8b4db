package org.skypool.core.likelihood;

import java.util.Comparator;
import org.skypool.core.random.Streams;

/**
 * Where an object stands in the queue for a subset: a hash of seed and id, so that the first n are
 * a random choice that depends on nothing else.
 *
 * @param key hash of seed and id
 * @param id of the object; decides between equal hashes
 */
public record SubsetKey(long key, String id) implements Comparable<SubsetKey> {
  private static final Comparator<SubsetKey> ORDER =
      Comparator.comparingLong(SubsetKey::key).thenComparing(SubsetKey::id);

  /** The key of an object. */
  public static SubsetKey of(long seed, String id) {
    return new SubsetKey(new Streams(seed).key("subset", id, 0, 0), id);
  }

  @Override
  public int compareTo(SubsetKey other) {
    return ORDER.compare(this, other);
  }
}

package org.skypool.jobs.io;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Fixed buckets of objects: sums are formed bucket by bucket in their order, and inside a bucket in
 * the order of the ids, so that results do not depend on partitions or cores.
 *
 * @param count number of buckets, at least 1
 */
public record Buckets(int count) implements Serializable {
  private static final int OBJECTS_PER_BUCKET = 256;

  /** Order of ids inside a bucket: by their UTF-8 bytes, unsigned. */
  public static final Comparator<String> ID_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** Checks the count. */
  public Buckets {
    if (count < 1) {
      throw new IllegalArgumentException("bucket count is " + count + ", must be at least 1");
    }
  }

  /**
   * Buckets for so many objects: one per 256 objects up to 8, and more where a bucket would exceed
   * a size.
   *
   * @param mib the size in MiB
   * @throws IllegalArgumentException when a number is negative, or the size 0
   */
  public static Buckets of(long objects, long bytesPerObject, int mib) {
    if (objects < 0 || bytesPerObject < 0 || mib <= 0) {
      throw new IllegalArgumentException(
          "%d objects of %d bytes in buckets of %d MiB".formatted(objects, bytesPerObject, mib));
    }
    long small = Math.min(TableFiles.FEW, ceilDiv(objects, OBJECTS_PER_BUCKET));
    long large = ceilDiv(Math.multiplyExact(objects, bytesPerObject), (long) mib << 20);
    return new Buckets(Math.toIntExact(Math.max(1, Math.max(small, large))));
  }

  /**
   * Buckets for a survey that grew or shrank: these, while they are at least half as many as {@code
   * wanted}; else the fewest that are enough and a multiple of these, so that the objects of a new
   * bucket b all stand in the old bucket b modulo the old count.
   */
  public Buckets grownTo(Buckets wanted) {
    int factor = wanted.count <= 2 * count ? 1 : Math.toIntExact(ceilDiv(wanted.count, count));
    return new Buckets(Math.multiplyExact(count, factor));
  }

  /**
   * The files that they stand in.
   *
   * @param bytes of all objects
   */
  public TableFiles files(long bytes) {
    return TableFiles.of(count, Math.max(1, bytes) / (double) (1 << 20) / count);
  }

  private static long ceilDiv(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }

  /**
   * Bucket of an object: the first 64 bits of MurmurHash3 x64-128 of the id's UTF-8 bytes, modulo
   * the count.
   */
  public int of(String objectId) {
    byte[] bytes = objectId.getBytes(StandardCharsets.UTF_8);
    long hash = MurmurHash3.hash128x64(bytes)[0];
    return (int) Long.remainderUnsigned(hash, count);
  }
}

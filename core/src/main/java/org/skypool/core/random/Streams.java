package org.skypool.core.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.XoShiRo256PlusPlus;

/**
 * Random streams of one run, keyed by purpose, object, round and replicate.
 *
 * <p>A stream is a function of its key alone: it does not matter when, where, in which order or how
 * often streams are made, so partitions, retries and cores cannot change a result. Different keys
 * give streams that are independent for all statistical purposes: the key is hashed to 64 bits,
 * from which SplitMix64 makes the 256 bits of state of xoshiro256++ (Blackman &amp; Vigna 2021,
 * doi:10.1145/3460772). Two of n keys share a stream with probability about n^2 / 2^65.
 *
 * @param seed seed of the run
 */
public record Streams(long seed) {

  private static final String SHIFT_PURPOSE = "lattice shift";

  /**
   * A new generator at the beginning of the stream of a key.
   *
   * @param purpose what the numbers are for; streams of different purposes are independent
   * @param objectId id of the object; empty for streams of the whole run
   * @param round round of inference, 0 first
   * @param replicate chain or randomisation within the round, 0 first
   */
  public UniformRandomProvider stream(String purpose, String objectId, int round, int replicate) {
    long key = key(purpose, objectId, round, replicate);
    return new XoShiRo256PlusPlus(word(key, 0), word(key, 1), word(key, 2), word(key, 3));
  }

  /** The stable 64-bit hash of seed and key, for use as a seed elsewhere. */
  public long key(String purpose, String objectId, int round, int replicate) {
    long h = KeyedHash.with(KeyedHash.with(0, seed), purpose);
    return KeyedHash.with(KeyedHash.with(KeyedHash.with(h, objectId), round), replicate);
  }

  /** The shift of the lattice of an object in one dimension, uniform in [0, 1). */
  public double shift(String objectId, int round, int replicate, int dimension) {
    return KeyedHash.toUnit(word(key(SHIFT_PURPOSE, objectId, round, replicate), dimension));
  }

  /** Fills {@code out} with the shifts of all dimensions, as {@link #shift} gives them. */
  public void shifts(String objectId, int round, int replicate, double[] out) {
    long key = key(SHIFT_PURPOSE, objectId, round, replicate);
    for (int dimension = 0; dimension < out.length; dimension++) {
      out[dimension] = KeyedHash.toUnit(word(key, dimension));
    }
  }

  /** Output number {@code index} of the SplitMix64 generator that starts at the key. */
  private static long word(long key, int index) {
    return KeyedHash.mix(key + (index + 1) * KeyedHash.GOLDEN);
  }
}

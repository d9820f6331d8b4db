package org.skypool.core.random;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A 64-bit hash of a sequence of integers and texts, fixed for ever: stored results depend on it.
 *
 * <p>State {@code h} takes up a word {@code w} as {@code h' = mix((h xor w) + g)}, where {@code g}
 * is the odd integer next to 2^64 divided by the golden ratio and {@code mix} the bijective
 * finalizer of SplitMix64 (Steele, Lea &amp; Flood 2014, doi:10.1145/2660193.2660195). A text is
 * taken up as its UTF-8 bytes in little-endian words of eight, the last one filled with zero bytes,
 * followed by the number of bytes; so the limits between texts count. An unpaired surrogate counts
 * as a question mark.
 *
 * <p>With n keys, two of them share their 64 bits with probability about n^2 / 2^65: 3e-4 for 1e8
 * keys.
 */
final class KeyedHash {

  /** 2^64 divided by the golden ratio, made odd. */
  static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyedHash() {}

  /** Bijective; every input bit changes every output bit with probability close to 1/2. */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  static long with(long state, long word) {
    return mix((state ^ word) + GOLDEN);
  }

  static long with(long state, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long h = state;
    int i = 0;
    for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
      h = with(h, (long) WORDS.get(bytes, i));
    }
    if (i < bytes.length) {
      h = with(h, remainder(bytes, i));
    }
    return with(h, bytes.length);
  }

  private static long remainder(byte[] bytes, int from) {
    long word = 0;
    for (int i = bytes.length - 1; i >= from; i--) {
      word = word << Byte.SIZE | bytes[i] & 0xff;
    }
    return word;
  }

  /** The number in [0, 1) made of the upper 53 bits. */
  static double toUnit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }
}

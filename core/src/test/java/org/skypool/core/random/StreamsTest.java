package org.skypool.core.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

/**
 * Seeds are fixed. Each chi-square statistic would leave its interval for one seed in 1e4, so all
 * tests of this class together for fewer than one in 100.
 */
class StreamsTest {

  private static final double FALSE_ALARM = 1e-4;
  private static final Streams STREAMS = new Streams(20240229);

  /** Both tails: too even is as suspicious as too uneven. */
  private static void assertChiSquare(int[] counts, double expected) {
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    var distribution = ChiSquaredDistribution.of(counts.length - 1);
    double p = distribution.survivalProbability(statistic);
    assertTrue(p > FALSE_ALARM / 2 && p < 1 - FALSE_ALARM / 2, "chi-square tail probability " + p);
  }

  /** Stored runs are reproduced from the hash. Expected: the documented steps, done in Python. */
  @Test
  void keysNeverChange() {
    assertEquals(4336077950128340471L, STREAMS.key("shift", "object-1", 0, 0));
    assertEquals(-5791494177027305811L, STREAMS.key("shift", "Sérsic galaxy №12345", 3, 1));
  }

  @Test
  void everyPartOfTheKeyCounts() {
    Set<Long> keys = new HashSet<>();
    String[] texts = {
      "", "a", "b", "ab", "abcdefg", "abcdefgh", "abcdefghi", "\0", "a\0", "é", "№"
    };
    int made = 0;
    for (long seed = -1; seed < 3; seed++) {
      for (String purpose : texts) {
        for (String id : texts) {
          for (int round = -1; round < 3; round++) {
            for (int replicate = 0; replicate < 3; replicate++) {
              keys.add(new Streams(seed).key(purpose, id, round, replicate));
              made++;
            }
          }
        }
      }
    }
    assertEquals(made, keys.size());
  }

  @Test
  void streamsRestartAndDiffer() {
    UniformRandomProvider a = STREAMS.stream("fit", "17", 1, 0);
    UniformRandomProvider b = STREAMS.stream("fit", "17", 1, 0);
    UniformRandomProvider c = STREAMS.stream("fit", "17", 0, 1);
    for (int i = 0; i < 10; i++) {
      long next = a.nextLong();
      assertEquals(next, b.nextLong());
      assertTrue(next != c.nextLong());
    }
  }

  /**
   * One bit of the key changed: each of 64 output bits flips with probability 1/2. For 4000 pairs
   * the flips of one bit deviate by more than 5.5 standard deviations (174) for one in 4e5 of the
   * 64 * 5.
   */
  @Test
  void everyInputBitChangesEveryOutputBitHalfTheTime() {
    for (int part = 0; part < 5; part++) {
      int[] flips = new int[Long.SIZE];
      for (int i = 0; i < 4000; i++) {
        long change = STREAMS.key("p", "id" + i, i, 0) ^ changed(part, i);
        for (int bit = 0; bit < Long.SIZE; bit++) {
          flips[bit] += (int) (change >>> bit & 1);
        }
      }
      for (int count : flips) {
        assertEquals(2000, count, 174);
      }
    }
  }

  private static long changed(int part, int i) {
    return switch (part) {
      case 0 -> new Streams(STREAMS.seed() ^ 1L << i % 64).key("p", "id" + i, i, 0);
      case 1 -> STREAMS.key("q", "id" + i, i, 0);
      case 2 -> STREAMS.key("p", "ie" + i, i, 0);
      case 3 -> STREAMS.key("p", "id" + i, i ^ 1 << i % 31, 0);
      default -> STREAMS.key("p", "id" + i, i, 1 << i % 31);
    };
  }

  @Test
  void shiftsAreUniformAcrossObjects() {
    int[] counts = new int[256];
    for (int i = 0; i < 256_000; i++) {
      counts[(int) (STREAMS.shift(Integer.toString(i), 1, 0, 0) * 256)]++;
    }
    assertChiSquare(counts, 1000);
  }

  @Test
  void shiftsOfNeighbouringObjectsAreIndependent() {
    assertPairs((i, which) -> STREAMS.shift("G" + (i + which), 0, 0, 0));
  }

  @Test
  void shiftsOfRoundsAreIndependent() {
    assertPairs((i, which) -> STREAMS.shift("G" + i, which, 0, 0));
  }

  @Test
  void shiftsOfReplicatesAreIndependent() {
    assertPairs((i, which) -> STREAMS.shift("G" + i, 0, which, 0));
  }

  @Test
  void shiftsOfDimensionsAreIndependent() {
    assertPairs((i, which) -> STREAMS.shift("G" + i, 0, 0, which));
  }

  @Test
  void shiftsOfRunSeedsAreIndependent() {
    assertPairs((i, which) -> new Streams(which).shift("G" + i, 0, 0, 0));
  }

  @Test
  void firstNumbersOfStreamsAreIndependent() {
    assertPairs((i, which) -> STREAMS.stream("draw", "G" + i, 0, which).nextDouble());
  }

  private interface Pair {
    double get(int i, int which);
  }

  private static void assertPairs(Pair pair) {
    int[] counts = new int[256];
    for (int i = 0; i < 128_000; i++) {
      counts[16 * ((int) (16 * pair.get(i, 0))) + ((int) (16 * pair.get(i, 1)))]++;
    }
    assertChiSquare(counts, 500);
  }

  @Test
  void allShiftsAtOnce() {
    double[] shifts = new double[5];
    STREAMS.shifts("x", 2, 3, shifts);
    for (int dimension = 0; dimension < 5; dimension++) {
      assertEquals(STREAMS.shift("x", 2, 3, dimension), shifts[dimension]);
    }
  }
}

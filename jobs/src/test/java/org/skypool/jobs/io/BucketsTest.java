package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1000, 1",
    "1, 1000, 1",
    "256, 1000, 1",
    "257, 1000, 2",
    "2048, 1000, 8",
    "100000, 1000, 8",
    "1000000, 671, 10",
    "1000000, 672, 11",
    "2, 67108864, 2",
    "2, 67108865, 3"
  })
  void countFollowsObjectsAndBytes(long objects, long bytes, int expected) {
    assertEquals(expected, Buckets.of(objects, bytes, 64).count());
  }

  @Test
  void bucketOfAnIdNeverChanges() {
    List<String> ids = List.of("A", "ECO12079", "1237648720693755918", "\u03b2 Pic");
    // computed by an implementation of MurmurHash3_x64_128 in Python, seed 0
    assertEquals(List.of(2, 0, 5, 6), ids.stream().map(new Buckets(8)::of).toList());
    assertEquals(List.of(4, 3, 0, 4), ids.stream().map(new Buckets(7)::of).toList());
  }

  @Test
  void bucketsAreEvenlyFilled() {
    Buckets buckets = new Buckets(8);
    int[] filled = new int[8];
    IntStream.range(0, 80_000).forEach(i -> filled[buckets.of("SDSS " + i)]++);
    double chi2 = IntStream.of(filled).mapToDouble(n -> (n - 1e4) * (n - 1e4) / 1e4).sum();
    assertTrue(chi2 < 29.88, "chi2 = " + chi2 + ", 7 degrees of freedom, false-alarm rate 1e-4");
  }

  @Test
  void idsAreOrderedByTheirBytes() {
    List<String> sorted =
        List.of("b", "\ud83d\ude00", "\uffee", "B", "10", "9").stream()
            .sorted(Buckets.ID_ORDER)
            .toList();
    assertEquals(List.of("10", "9", "B", "b", "\uffee", "\ud83d\ude00"), sorted);
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> new Buckets(0));
    assertThrows(IllegalArgumentException.class, () -> Buckets.of(-1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Buckets.of(1, 1, 0));
  }

  /** Where their number is multiplied, the objects of a new bucket stood in one old bucket. */
  @Test
  void grownBucketsDivideTheOldOnes() {
    assertEquals(8, new Buckets(8).grownTo(new Buckets(3)).count());
    assertEquals(8, new Buckets(8).grownTo(new Buckets(16)).count());
    assertEquals(24, new Buckets(8).grownTo(new Buckets(17)).count());
    Buckets old = new Buckets(7);
    Buckets grown = old.grownTo(new Buckets(50));
    assertEquals(56, grown.count());
    for (int i = 0; i < 10_000; i++) {
      String id = "object " + i;
      assertEquals(old.of(id), grown.of(id) % old.count());
    }
  }
}

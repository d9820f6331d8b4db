package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MeasuredBinsTest {
  /** Edges are sums of a few roundings of numbers near 10. */
  private static final double ROUNDING = 1e-12;

  @Test
  void roundedValuesFillEveryBinAlike() {
    MeasuredBins bins = MeasuredBins.over(8.91, 11.77, OptionalInt.of(2), 1000);
    int[] counts = new int[bins.count()];
    for (int hundredths = 891; hundredths <= 1177; hundredths++) {
      counts[(int) Math.floor((hundredths / 100.0 - bins.low()) / bins.width())]++;
    }
    for (int b = 0; b < counts.length - 1; b++) {
      assertEquals(8, counts[b], "bin " + b);
    }
    assertTrue(counts[counts.length - 1] >= 1);
    assertEquals(8.905, bins.low(), ROUNDING);
    assertEquals(counts.length + 1, bins.edges().length);
  }

  @Test
  void continuousValuesGetEqualBinsOverTheirRange() {
    MeasuredBins bins = MeasuredBins.over(-1, 3, OptionalInt.empty(), 1000);
    assertEquals(-1, bins.low(), 0);
    assertEquals(3, bins.high(), ROUNDING);
    assertEquals(40, bins.count());
  }

  @Test
  void countsGetOneBinPerNumberWhereTheyAreFew() {
    MeasuredBins bins = MeasuredBins.over(0, 9, OptionalInt.of(0), 1000);
    assertEquals(-0.5, bins.low(), 0);
    assertEquals(1, bins.width(), 0);
    assertEquals(10, bins.count());
  }

  @Test
  void fewValuesGetFewBins() {
    assertEquals(6, MeasuredBins.over(-3, 28, OptionalInt.empty(), 8).count());
    assertTrue(MeasuredBins.over(-3, 28, OptionalInt.of(0), 8).count() <= 6);
  }

  @Test
  void aSingleValueGetsOneBin() {
    MeasuredBins bins = MeasuredBins.over(2, 2, OptionalInt.of(0), 1000);
    assertEquals(1, bins.count());
    assertTrue(bins.low() < 2 && bins.high() > 2);
  }
}

package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Kernels over segments give the bits of the kernels over one range, with and without vectors. */
class SegmentKernelsTest {

  /** Empty and short segments, whole vectors, a rest, many accumulators' worth. */
  private static final int[] OFFSETS = {3, 3, 4, 9, 17, 33, 97, 161, 200, 456, 456};

  private static final int SEGMENTS = OFFSETS.length - 1;

  private static final List<BlockKernels> IMPLEMENTATIONS =
      Kernels.isVectorModulePresent()
          ? List.of(Kernels.choose("scalar"), Kernels.choose("vector"))
          : List.of(Kernels.choose("scalar"));

  private static double[] numbers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(OFFSETS[SEGMENTS] + 2, -30, 3).toArray();
  }

  private static double[] withSpecialValues() {
    double[] x = numbers(5);
    x[5] = Double.NEGATIVE_INFINITY;
    x[20] = Double.NaN;
    x[100] = Double.POSITIVE_INFINITY;
    for (int i = OFFSETS[6]; i < OFFSETS[7]; i++) {
      x[i] = Double.NEGATIVE_INFINITY;
    }
    x[210] = 800;
    return x;
  }

  @Test
  void logSumExpOfSegmentsHasTheBitsOfOneRange() {
    for (double[] x : List.of(numbers(1), withSpecialValues())) {
      double[] out = new double[SEGMENTS];
      double[] again = new double[SEGMENTS];
      double[] weights = new double[x.length];
      LogSumExp.ofSegments(x, OFFSETS, 0, SEGMENTS, out);
      LogSumExp.ofSegments(x, OFFSETS, 0, SEGMENTS, again, weights);
      for (int s = 0; s < SEGMENTS; s++) {
        assertEquals(LogSumExp.of(x, OFFSETS[s], OFFSETS[s + 1]), out[s], "segment " + s);
        assertEquals(out[s], again[s], "segment " + s);
        double sum = BlockMath.sum(weights, OFFSETS[s], OFFSETS[s + 1]);
        // each weight is rounded twice, and there are at most 256 of them
        assertEquals(Double.isFinite(out[s]) ? 1 : 0, sum, 256 * 0x1p-52, "segment " + s);
      }
    }
  }

  @Test
  void aRunOfSegmentsLeavesTheOthersAlone() {
    double[] out = new double[SEGMENTS];
    LogSumExp.ofSegments(numbers(2), OFFSETS, 4, 6, out);
    for (int s = 0; s < SEGMENTS; s++) {
      assertEquals(s == 4 || s == 5, out[s] != 0, "segment " + s);
    }
  }

  @Test
  void implementationsAgree() {
    for (double[] x : List.of(numbers(3), withSpecialValues())) {
      double[] shifts = new double[SEGMENTS];
      Arrays.fill(shifts, 2.5);
      for (BlockKernels kernels : IMPLEMENTATIONS) {
        double[] max = new double[SEGMENTS];
        double[] sums = new double[SEGMENTS];
        double[] sumsOfTerms = new double[SEGMENTS];
        double[] terms = new double[x.length];
        double[] plain = new double[SEGMENTS];
        double[] scaled = new double[x.length];
        kernels.maxNumbers(x, OFFSETS, 0, SEGMENTS, max);
        kernels.expSums(x, OFFSETS, 0, SEGMENTS, shifts, sums);
        kernels.expSums(x, OFFSETS, 0, SEGMENTS, shifts, sumsOfTerms, terms);
        kernels.addSums(x, OFFSETS, 0, SEGMENTS, plain);
        kernels.scale(x, OFFSETS, 0, SEGMENTS, shifts, scaled);
        BlockKernels scalar = IMPLEMENTATIONS.get(0);
        for (int s = 0; s < SEGMENTS; s++) {
          int from = OFFSETS[s];
          int to = OFFSETS[s + 1];
          assertEquals(scalar.maxNumber(x, from, to), max[s], "maximum of segment " + s);
          assertEquals(scalar.expSum(x, from, to, 2.5), sums[s], "segment " + s);
          assertEquals(sums[s], sumsOfTerms[s], "segment " + s);
          assertEquals(scalar.sum(x, from, to), plain[s], "sum of segment " + s);
          for (int i = from; i < to; i++) {
            assertEquals(Exponential.of(x[i] - 2.5), terms[i], "term " + i);
            assertEquals(x[i] * 2.5, scaled[i], "element " + i);
          }
        }
      }
    }
  }

  @Test
  void valuesOfWeightZeroTakeNoPart() {
    double[] weights = numbers(4);
    double[] values = withSpecialValues();
    double[] clean = values.clone();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) || i % 3 == 0) {
        weights[i] = i % 2 == 0 ? 0.0 : -0.0;
        clean[i] = 0;
      }
    }
    double[] expected = new double[SEGMENTS];
    for (int s = 0; s < SEGMENTS; s++) {
      expected[s] = 1 + IMPLEMENTATIONS.get(0).dot(weights, clean, OFFSETS[s], OFFSETS[s + 1]);
    }
    for (BlockKernels kernels : IMPLEMENTATIONS) {
      double[] out = new double[SEGMENTS];
      Arrays.fill(out, 1);
      kernels.addWeighted(weights, values, OFFSETS, 0, SEGMENTS, out);
      assertArrayEquals(expected, out);
    }
  }
}

package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Both implementations of the block functions give the bits of the scalar functions. */
class KernelsTest {

  private static final BlockKernels[] ALL = {Kernels.choose("scalar"), Kernels.choose("vector")};

  private interface ArrayFunction {
    void apply(double[] x, int from, int to, double[] out);
  }

  private static void assertSameBits(double expected, double actual, String what) {
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(actual)) {
      assertEquals(expected, actual, what);
      throw new AssertionError(what + ": " + expected + " and " + actual + " differ in sign of 0");
    }
  }

  private static void assertElementwise(
      ArrayFunction block, DoubleUnaryOperator scalar, double[] x, int from, int to) {
    double[] out = new double[x.length];
    Arrays.fill(out, 17);
    block.apply(x, from, to, out);
    double[] inPlace = x.clone();
    block.apply(inPlace, from, to, inPlace);
    for (int i = 0; i < x.length; i++) {
      boolean inside = i >= from && i < to;
      double expected = inside ? scalar.applyAsDouble(x[i]) : 17;
      assertSameBits(expected, out[i], "f(" + x[i] + ")");
      assertSameBits(inside ? expected : x[i], inPlace[i], "in place f(" + x[i] + ")");
    }
  }

  /** Bases of either sign and positive ones alone, which fill whole vectors of plain elements. */
  private static void assertPowers(BlockKernels kernels, double[] x, double[] y, int from, int to) {
    double[] positive = Arrays.stream(x).map(Math::abs).toArray();
    for (double[] base : new double[][] {x, positive}) {
      double[] out = new double[x.length];
      Arrays.fill(out, 17);
      kernels.pow(base, y, from, to, out);
      for (int i = 0; i < x.length; i++) {
        double expected = i >= from && i < to ? Power.of(base[i], y[i]) : 17;
        assertSameBits(expected, out[i], base[i] + "^" + y[i]);
      }
    }
  }

  @Test
  void everyAlignmentAndTailGivesTheScalarBits() {
    double[] x = KernelProbe.values(300, 1);
    for (BlockKernels kernels : ALL) {
      for (int from = 0; from < 18; from++) {
        for (int length = 0; length < 282; length += length < 40 ? 1 : 13) {
          assertElementwise(kernels::exp, Exponential::of, x, from, from + length);
          assertElementwise(kernels::log, Logarithm::of, x, from, from + length);
          assertElementwise(kernels::expm1, ExponentialMinusOne::of, x, from, from + length);
          assertElementwise(kernels::log1p, LogarithmOnePlus::of, x, from, from + length);
          assertPowers(kernels, x, KernelProbe.values(300, 2), from, from + length);
        }
      }
    }
  }

  /** Begins in the interpreter and ends in compiled code. */
  @Test
  void millionsOfBitPatternsGiveTheScalarBits() {
    for (int seed = 0; seed < 400; seed++) {
      double[] x = KernelProbe.values(4099, seed);
      for (BlockKernels kernels : ALL) {
        assertElementwise(kernels::exp, Exponential::of, x, 0, x.length);
        assertElementwise(kernels::log, Logarithm::of, x, 0, x.length);
        assertElementwise(kernels::expm1, ExponentialMinusOne::of, x, 0, x.length);
        assertElementwise(kernels::log1p, LogarithmOnePlus::of, x, 0, x.length);
        assertPowers(kernels, x, KernelProbe.values(4099, seed + 500), 0, x.length);
      }
    }
  }

  private static double referenceSum(double[] x, int from, int to) {
    double[] a = new double[8];
    for (int i = from; i < to; i++) {
      a[(i - from) % 8] += x[i];
    }
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
  }

  private static double referenceDot(double[] x, double[] y, int from, int to) {
    double[] a = new double[8];
    for (int i = from; i < to; i++) {
      a[(i - from) % 8] = Math.fma(x[i], y[i], a[(i - from) % 8]);
    }
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
  }

  @Test
  void sumsFollowTheStatedOrder() {
    for (int seed = 0; seed < 300; seed++) {
      double[] x = seed % 3 == 0 ? KernelProbe.values(700, seed) : moderate(700, seed);
      double[] y = moderate(700, seed + 1);
      int from = seed % 17;
      int to = 700 - seed;
      to = Math.max(from, to);
      double[] terms = new double[700];
      for (int i = 0; i < 700; i++) {
        terms[i] = Exponential.of(x[i] - 0.7);
      }
      double[] out = new double[700];
      for (BlockKernels kernels : ALL) {
        assertSameBits(referenceSum(x, from, to), kernels.sum(x, from, to), "sum");
        assertSameBits(referenceDot(x, y, from, to), kernels.dot(x, y, from, to), "dot");
        double expected = referenceSum(terms, from, to);
        assertSameBits(expected, kernels.expSum(x, from, to, 0.7), "expSum");
        assertSameBits(expected, kernels.expSum(x, from, to, 0.7, out), "expSum with terms");
        for (int i = from; i < to; i++) {
          assertSameBits(terms[i], out[i], "term");
        }
      }
    }
  }

  private static double[] moderate(int length, int seed) {
    double[] x = KernelProbe.values(length, seed);
    for (int i = 0; i < length; i++) {
      x[i] = Math.abs(x[i]) < 700 ? x[i] : seed;
    }
    return x;
  }

  @Test
  void maximumKnowsNan() {
    for (BlockKernels kernels : ALL) {
      for (int length = 0; length < 70; length++) {
        double[] x = moderate(length, length);
        double expected = Arrays.stream(x).reduce(Double.NEGATIVE_INFINITY, Math::max);
        assertEquals(expected, kernels.max(x, 0, length));
        assertEquals(expected, kernels.maxNumber(x, 0, length));
        for (int i = 0; i < length; i++) {
          double kept = x[i];
          x[i] = Double.NaN;
          assertTrue(Double.isNaN(kernels.max(x, 0, length)));
          double others = Double.NEGATIVE_INFINITY;
          for (double value : x) {
            others = value > others ? value : others;
          }
          assertEquals(others, kernels.maxNumber(x, 0, length));
          x[i] = kept;
        }
      }
    }
  }

  @Test
  void unknownChoiceIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Kernels.choose("simd"));
    assertTrue(refusal.getMessage().contains("[scalar, vector]"), refusal.getMessage());
  }

  /** Another machine: no module, no vectors, interpreter only. The digest covers every function. */
  @Test
  void sameBitsWithoutTheModuleAndWithoutTheCompiler() throws Exception {
    assumeTrue(Kernels.isVectorModulePresent(), "the vector module is not in this JVM");
    String here =
        KernelProbe.digest(Kernels.choose("vector")) + " " + KernelProbe.digestOfIntegrals();
    assertEquals("ScalarKernels " + here, probe());
    assertEquals("ScalarKernels " + here, probe("-Xint"));
    String vector =
        probe("-Xint", "--add-modules", "jdk.incubator.vector", "-Dskypool.kernels=vector");
    assertEquals("VectorKernels " + here, vector);
  }

  private static String probe(String... options) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(Arrays.asList(options));
    String classPath = System.getProperty("surefire.test.class.path");
    classPath = classPath == null ? System.getProperty("java.class.path") : classPath;
    command.addAll(Arrays.asList("-cp", classPath, KernelProbe.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return output.strip();
  }
}

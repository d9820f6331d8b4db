package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Callers of several block functions in one method do not make the compiler allocate vectors. */
class KernelAllocationTest {
  private static final int POINTS = 64;

  /** Enough for the optimising compiler. */
  private static final int WARM_UP = 60_000;

  private static final int MEASURED = 20_000;

  private final double[] x = new double[POINTS];
  private final double[] y = new double[POINTS];

  /** As a coordinate with two edges needs them, twice over. */
  private void several() {
    for (int repeat = 0; repeat < 2; repeat++) {
      BlockMath.exp(x, 0, POINTS, y);
      for (int k = 0; k < POINTS; k++) {
        y[k] = 1 + y[k];
      }
      BlockMath.log(y, 0, POINTS, y);
      for (int k = 0; k < POINTS; k++) {
        y[k] -= x[k];
      }
      BlockMath.exp(y, 0, POINTS, y);
      BlockMath.log(y, 0, POINTS, y);
    }
  }

  /** One vector and its array are some 100 bytes; a loop that boxes them has dozens per call. */
  @Test
  void nothingIsAllocatedOnceCompiled() {
    Arrays.setAll(x, k -> 0.01 * k);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < WARM_UP; i++) {
      several();
    }
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < MEASURED; i++) {
      several();
    }
    double perCall = (threads.getThreadAllocatedBytes(thread) - before) / (double) MEASURED;
    assertTrue(perCall < 10, perCall + " bytes per call");
  }
}

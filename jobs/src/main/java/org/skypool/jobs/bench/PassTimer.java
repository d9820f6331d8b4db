package org.skypool.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.DoubleSupplier;

/**
 * Nanoseconds that one call takes on one thread, the best of several trials: CPU time, so that
 * other programs on the machine matter little.
 */
final class PassTimer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PassTimer() {}

  /** Calls for some time without looking, so that the compiler has done its work. */
  static void warmUp(DoubleSupplier call, double seconds) {
    trial(call, seconds);
  }

  /** The least of the means over {@code trials} trials of {@code seconds} each. */
  static double best(DoubleSupplier call, int trials, double seconds) {
    double best = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < trials; trial++) {
      best = Math.min(best, trial(call, seconds));
    }
    return best;
  }

  /**
   * The mean over {@code seconds}.
   *
   * @throws IllegalStateException if a call gives NaN
   */
  static double trial(DoubleSupplier call, double seconds) {
    long start = THREADS.getCurrentThreadCpuTime();
    int calls = 0;
    long taken;
    do {
      if (Double.isNaN(call.getAsDouble())) {
        throw new IllegalStateException("what is measured is not a number");
      }
      calls++;
      taken = THREADS.getCurrentThreadCpuTime() - start;
    } while (taken < 1e9 * seconds);
    return (double) taken / calls;
  }
}

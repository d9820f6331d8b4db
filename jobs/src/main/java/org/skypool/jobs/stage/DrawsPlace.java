package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where the draws of a fit are kept: in the driver's memory, or on the executors.
 *
 * <p>The driver keeps what takes at most 40 % of its heap. On a cluster it leaves more than 5
 * million draws to the executors all the same: there a scan of 64 vectors takes half a second of
 * one core, far more than the hundredth of a second that a Spark job costs.
 *
 * @param onExecutors whether on the executors
 * @param reason why
 */
record DrawsPlace(boolean onExecutors, String reason) {
  private static final double HEAP_SHARE = 0.4;
  private static final long FEW_DRAWS = 5_000_000;

  /**
   * Chooses.
   *
   * @param draws number of all draws
   * @param bytesPerDraw once bound to the population
   */
  static DrawsPlace of(
      Layout.Evaluator asked, long draws, int bytesPerDraw, JavaSparkContext context) {
    return of(asked, draws, bytesPerDraw, Runtime.getRuntime().maxMemory(), context.sc().isLocal());
  }

  static DrawsPlace of(
      Layout.Evaluator asked, long draws, int bytesPerDraw, long heap, boolean isLocal) {
    if (asked != Layout.Evaluator.AUTO) {
      return new DrawsPlace(asked == Layout.Evaluator.EXECUTORS, "--evaluator " + asked);
    }
    long needed = draws * bytesPerDraw;
    long budget = (long) (HEAP_SHARE * heap);
    if (needed > budget) {
      return new DrawsPlace(
          true,
          String.format(
              Locale.ROOT,
              "%,d draws take %s, and 40 %% of the driver's heap is %s",
              draws,
              size(needed),
              size(budget)));
    }
    if (!isLocal && draws > FEW_DRAWS) {
      return new DrawsPlace(
          true, String.format(Locale.ROOT, "%,d draws on a cluster, above %,d", draws, FEW_DRAWS));
    }
    return new DrawsPlace(
        false, String.format(Locale.ROOT, "%,d draws take %s", draws, size(needed)));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  /** Who evaluates: the driver, or the executors. */
  String name() {
    return onExecutors ? "executors" : "driver";
  }

  /** As the record of a run has it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("place", name());
    json.put("reason", reason);
    return json;
  }
}

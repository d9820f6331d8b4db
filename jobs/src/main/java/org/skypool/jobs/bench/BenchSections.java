package org.skypool.jobs.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code bench} measures, by the name that chooses it, in the order of the output. */
public final class BenchSections {
  private static final Map<String, BenchSection> ALL = all();

  private BenchSections() {}

  private static Map<String, BenchSection> all() {
    Map<String, BenchSection> all = new LinkedHashMap<>();
    all.put("kernel", KernelTable::measured);
    all.put("plain", PlainKernels::measured);
    all.put("density", DensityTable::measured);
    all.put("batch", BatchTable::measured);
    all.put("scale", ScaleTable::measured);
    all.put("threads", ThreadTable::measured);
    all.put("memory", MemoryTable::measured);
    all.put("sampling", SamplingTable::measured);
    all.put("disk", DiskTable::measured);
    all.put("evaluators", EvaluatorTable::measured);
    all.put("fit", FitTable::measured);
    all.put("draws", GivenDrawsTable::measured);
    return Collections.unmodifiableMap(all);
  }

  /** All sections by name. */
  public static Map<String, BenchSection> byName() {
    return ALL;
  }
}

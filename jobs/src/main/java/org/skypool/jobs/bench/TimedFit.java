package org.skypool.jobs.bench;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.skypool.core.inference.PopulationFit;
import org.skypool.core.inference.SamplingGoal;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;

/**
 * A fit to 1,000 effective draws of the hyperposterior, as every run does it, and its cost.
 *
 * @param result what was found
 * @param cpuSeconds of all threads of this process, the compiler's among them
 */
record TimedFit(PopulationFit.Result result, double cpuSeconds) {
  private static final int EFFECTIVE = 1000;
  private static final long SEED = 3;

  static TimedFit of(PopulationModel model, PopulationEvaluator evaluator) {
    PopulationFit fit =
        new PopulationFit(model, evaluator, Optional.empty(), SEED, SamplingGoal.answer(EFFECTIVE));
    long start = cpuNanoseconds();
    PopulationFit.Result result = fit.fit(Optional.empty());
    return new TimedFit(result, 1e-9 * (cpuNanoseconds() - start));
  }

  private static long cpuNanoseconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}

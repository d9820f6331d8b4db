package org.skypool.jobs.stage;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.jobs.progress.Progress;
import org.skypool.jobs.progress.RunMetrics;

/** Shows how many passes a fit has made over its draws, and how many effective draws it has. */
final class WatchedEvaluator implements PopulationEvaluator {
  private final PopulationEvaluator evaluator;
  private final Progress progress;
  private final AtomicLong passes = new AtomicLong();

  WatchedEvaluator(PopulationEvaluator evaluator, String label) {
    this.evaluator = evaluator;
    this.progress =
        Progress.start(
            label + ", passes", 0, passes::get, RunMetrics.OF_THIS_DRIVER::effectiveDraws);
  }

  @Override
  public double[] values(double[][] phis) {
    double[] values = evaluator.values(phis);
    count(phis.length);
    return values;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    Gradients gradients = evaluator.gradients(phis);
    count(phis.length);
    return gradients;
  }

  private void count(int vectors) {
    passes.incrementAndGet();
    RunMetrics.OF_THIS_DRIVER.pass(vectors);
  }

  @Override
  public Optional<LocalEvaluator> subset(int number, long seed) {
    return evaluator.subset(number, seed);
  }

  @Override
  public Set<String> withoutSupport(double[][] phis) {
    return evaluator.withoutSupport(phis);
  }

  @Override
  public long objects() {
    return evaluator.objects();
  }

  @Override
  public long draws() {
    return evaluator.draws();
  }

  @Override
  public void close() {
    progress.close();
    evaluator.close();
  }
}

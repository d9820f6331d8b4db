package org.skypool.jobs.stage;

import java.util.Optional;
import java.util.Set;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.jobs.progress.Progress;

/** Shows how many hyperparameter vectors a fit has evaluated. */
final class WatchedEvaluator implements PopulationEvaluator {
  private final PopulationEvaluator evaluator;
  private final Progress progress;
  private long vectors;

  WatchedEvaluator(PopulationEvaluator evaluator, String label) {
    this.evaluator = evaluator;
    this.progress = Progress.start(label + ", hyperparameter vectors", 0);
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

  private synchronized void count(int more) {
    vectors += more;
    progress.advanceTo(vectors);
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

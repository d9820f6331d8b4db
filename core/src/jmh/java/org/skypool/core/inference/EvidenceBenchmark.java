package org.skypool.core.inference;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;

/**
 * Nanoseconds per draw and hyperparameter vector of the population likelihood on one core: a
 * Schechter population with two hyperparameters, 64 draws per object, 64 vectors per pass.
 *
 * <pre>
 * mvn -q -Pbench -pl core -DskipTests test-compile exec:exec -Djmh.args="EvidenceBenchmark"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(
    BenchmarkSurvey.OBJECTS * BenchmarkSurvey.POINTS * PopulationEvaluator.VECTORS_PER_PASS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EvidenceBenchmark {
  private final BenchmarkSurvey survey = new BenchmarkSurvey();
  private final LocalEvaluator evaluator =
      LocalEvaluator.of(
          survey.model().logIntegrand(),
          survey.model().hyperprior().names(),
          List.of(survey.roundOne().draws()),
          1);
  private final double[][] vectors = vectors();

  private static double[][] vectors() {
    double[][] vectors = new double[PopulationEvaluator.VECTORS_PER_PASS][];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = new double[] {-1.4 + 0.04 * (v % 8), 10.5 + 0.006 * v};
    }
    return vectors;
  }

  /** Values only. */
  @Benchmark
  public double[] value() {
    return evaluator.values(vectors);
  }

  /** Values and gradients. */
  @Benchmark
  public PopulationEvaluator.Gradients valueAndGradient() {
    return evaluator.gradients(vectors);
  }
}

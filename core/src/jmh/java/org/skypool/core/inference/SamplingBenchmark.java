package org.skypool.core.inference;

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

/**
 * Objects sampled per second on one core: one individual parameter, Gaussian measurement, 64 points
 * per object.
 *
 * <pre>
 * mvn -q -Pbench -pl core -DskipTests test-compile exec:exec -Djmh.args="SamplingBenchmark"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(BenchmarkSurvey.OBJECTS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SamplingBenchmark {
  private final BenchmarkSurvey survey = new BenchmarkSurvey();

  /** Round 0: under the interim prior {@code uniform(6, 13)}. */
  @Benchmark
  public ObjectSampling.Result roundZero() {
    return survey.roundZero();
  }

  /** Round 1: aimed at a Schechter population. */
  @Benchmark
  public ObjectSampling.Result roundOne() {
    return survey.roundOne();
  }

  /** Both rounds: objects that went through the two, per second. */
  @Benchmark
  public ObjectSampling.Result bothRounds() {
    survey.roundZero();
    return survey.roundOne();
  }
}

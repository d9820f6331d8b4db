package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Objects sampled per second on one core: two individual parameters, Gaussian measurements, 128
 * points per object, aimed at a normal population with a trend.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PlaneSamplingBenchmark.OBJECTS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlaneSamplingBenchmark {
  static final int OBJECTS = 2048;
  private static final int POINTS = 128;
  private static final List<String> THETAS = List.of("s", "t");
  private static final double EDGE = 10;

  private final ObjectBlock objects = objects();
  private final ObjectSampling roundZero = sampling(0);
  private final ObjectSampling roundOne = sampling(1);

  private static ObjectBlock objects() {
    SplittableRandom random = new SplittableRandom(1);
    return new ObjectBlock(
        IntStream.range(0, OBJECTS).mapToObj(i -> "object-" + i).toList(),
        Map.of(
            "x", random.doubles(OBJECTS, -1, 1).toArray(),
            "y", random.doubles(OBJECTS, -2, 2).toArray(),
            "error", random.doubles(OBJECTS, 0.1, 0.3).toArray()));
  }

  private static ObjectSampling sampling(int round) {
    FormulaParser parser = FormulaParser.standard();
    Scope columns = Scope.empty().withCovariates(List.of("x", "y", "error"));
    Expression error = parser.number("error", columns);
    ObjectLikelihood likelihood =
        ObjectModels.find("gaussian")
            .orElseThrow()
            .bind(
                new ModelArguments(
                    THETAS,
                    Map.of(
                        "s", Map.of("value", parser.number("x", columns), "error", error),
                        "t", Map.of("value", parser.number("y", columns), "error", error)),
                    Map.of()));
    Expression interim = both(parser, "uniform(-10, 10)", "uniform(-10, 10)");
    Expression population = both(parser, "normal(0, 0.5)", "normal(0.3 * s, 1)");
    double edge = round == 0 ? EDGE : Double.POSITIVE_INFINITY;
    return new ObjectSampling(
        likelihood,
        THETAS.stream().map(theta -> Axis.of(theta, -edge, edge, true)).toList(),
        SamplerSettings.of(THETAS.size(), POINTS),
        round == 0 ? interim : population,
        interim,
        new ObjectSampling.Stream(1, round, 0));
  }

  private static Expression both(FormulaParser parser, String first, String second) {
    Scope scope = Scope.empty().withThetas(THETAS);
    return parser
        .density(first, List.of("s"), scope)
        .logDensity()
        .plus(parser.density(second, List.of("t"), scope).logDensity());
  }

  /** Round 0: under a uniform interim prior. */
  @Benchmark
  public ObjectSampling.Result roundZero() {
    return roundZero.sample(objects);
  }

  /** Round 1: aimed at the population. */
  @Benchmark
  public ObjectSampling.Result roundOne() {
    return roundOne.sample(objects);
  }

  /** Both rounds: objects that went through the two, per second. */
  @Benchmark
  public ObjectSampling.Result bothRounds() {
    roundZero.sample(objects);
    return roundOne.sample(objects);
  }
}

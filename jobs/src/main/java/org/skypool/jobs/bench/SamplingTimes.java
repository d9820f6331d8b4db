package org.skypool.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.Scope;
import org.skypool.core.inference.ObjectSampling;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.sampler.Axis;
import org.skypool.core.sampler.SamplerSettings;

/**
 * Objects sampled per second of one thread's CPU time, best of several trials: values measured with
 * Gaussian errors of 0.1 to 0.3, first under an interim prior {@code uniform(-10, 10)} in each
 * dimension, then aimed at a normal population of width 1 whose mean in a dimension is 0.3 times
 * the value in the one before.
 *
 * @param dimension individual parameters
 * @param points per object
 * @param interimRound objects per CPU second in the interim round
 * @param informedRound in the round informed by a population
 * @param bothRounds objects that went through both, per CPU second
 */
public record SamplingTimes(
    int dimension, int points, double interimRound, double informedRound, double bothRounds) {
  private static final int OBJECTS = 4096;
  private static final int TRIALS = 5;
  private static final double TRIAL_SECONDS = 0.2;
  private static final double WARM_UP_SECONDS = 2;
  private static final double EDGE = 10;
  private static final double WIDTH = 1;

  /**
   * Measures.
   *
   * @param dimension 1 to 8
   * @param points per object, a size that lattices of this dimension have
   */
  public static SamplingTimes measure(int dimension, int points) {
    ObjectBlock objects = objects(dimension);
    ObjectSampling interim = sampling(dimension, points, 0);
    ObjectSampling informed = sampling(dimension, points, 1);
    PassTimer.warmUp(() -> effective(interim, objects), WARM_UP_SECONDS);
    PassTimer.warmUp(() -> effective(informed, objects), WARM_UP_SECONDS);
    double first = PassTimer.best(() -> effective(interim, objects), TRIALS, TRIAL_SECONDS);
    double second = PassTimer.best(() -> effective(informed, objects), TRIALS, TRIAL_SECONDS);
    double nano = 1e9 * OBJECTS;
    return new SamplingTimes(
        dimension, points, nano / first, nano / second, nano / (first + second));
  }

  /** Samples; effective points of the first object, NaN where one cannot be sampled. */
  private static double effective(ObjectSampling sampling, ObjectBlock objects) {
    ObjectSampling.Result result = sampling.sample(objects);
    return result.unusable().isEmpty() ? result.effective()[0] : Double.NaN;
  }

  private static List<String> thetas(int dimension) {
    return IntStream.range(0, dimension).mapToObj(j -> "theta" + j).toList();
  }

  private static ObjectBlock objects(int dimension) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, double[]> columns = new LinkedHashMap<>();
    double[] error = random.doubles(OBJECTS, 0.1, 0.3).toArray();
    columns.put("error", error);
    double[] before = new double[OBJECTS];
    for (int j = 0; j < dimension; j++) {
      double[] value = new double[OBJECTS];
      for (int i = 0; i < OBJECTS; i++) {
        before[i] = 0.3 * before[i] + WIDTH * random.nextGaussian();
        value[i] = before[i] + error[i] * random.nextGaussian();
      }
      columns.put("value" + j, value);
    }
    return new ObjectBlock(
        IntStream.range(0, OBJECTS).mapToObj(i -> "object-" + i).toList(), columns);
  }

  private static ObjectSampling sampling(int dimension, int points, int round) {
    FormulaParser parser = FormulaParser.standard();
    List<String> thetas = thetas(dimension);
    Scope scope = Scope.empty().withThetas(thetas);
    Expression interim = Expression.constant(0);
    Expression population = Expression.constant(0);
    List<Axis> axes = new ArrayList<>();
    for (int j = 0; j < dimension; j++) {
      String theta = thetas.get(j);
      String mean = j == 0 ? "0" : "0.3 * " + thetas.get(j - 1);
      String edges = "uniform(%s, %s)".formatted(-EDGE, EDGE);
      String normal = "normal(%s, %s)".formatted(mean, WIDTH);
      interim = interim.plus(parser.density(edges, List.of(theta), scope).logDensity());
      population = population.plus(parser.density(normal, List.of(theta), scope).logDensity());
      double edge = round == 0 ? EDGE : Double.POSITIVE_INFINITY;
      axes.add(Axis.of(theta, -edge, edge, true));
    }
    return new ObjectSampling(
        likelihood(parser, thetas),
        axes,
        SamplerSettings.of(dimension, points),
        round == 0 ? interim : population,
        interim,
        new ObjectSampling.Stream(1, round, 0));
  }

  private static ObjectLikelihood likelihood(FormulaParser parser, List<String> thetas) {
    List<String> columns = new ArrayList<>(List.of("error"));
    IntStream.range(0, thetas.size()).forEach(j -> columns.add("value" + j));
    Scope scope = Scope.empty().withCovariates(columns);
    Map<String, Map<String, Expression>> arguments = new LinkedHashMap<>();
    for (int j = 0; j < thetas.size(); j++) {
      arguments.put(
          thetas.get(j),
          Map.of(
              "value", parser.number("value" + j, scope), "error", parser.number("error", scope)));
    }
    return ObjectModels.find("gaussian")
        .orElseThrow()
        .bind(new ModelArguments(thetas, arguments, Map.of()));
  }
}

package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.random.Streams;

/** A population with draws of every object's posterior under an interim prior, made by a mock. */
record GivenDrawsProblem(String name, PopulationModel model, List<DrawBlock> draws) {
  private static final int OBJECTS_PER_BLOCK = 1024;

  /**
   * What a user would write.
   *
   * @param thetas individual parameters
   * @param density by individual parameters
   */
  record Text(
      List<String> thetas,
      List<String> covariates,
      Map<String, String> density,
      Map<String, String> hyperpriors) {

    /** Of one individual parameter x. */
    static Text of(String density, List<String> covariates, String... hyperpriors) {
      return new Text(
          List.of("x"), covariates, Map.of("x", density), TestSurvey.ordered(hyperpriors));
    }

    PopulationModel model() {
      return PopulationParser.parse(
          FormulaParser.standard(),
          new PopulationText(
              thetas, covariates, density, hyperpriors, Optional.empty(), Optional.empty(), false));
    }
  }

  /** One object of the mock. */
  @FunctionalInterface
  interface MockObject {

    /**
     * Makes it.
     *
     * @param covariates to be filled
     * @param theta one row per individual parameter, to be filled with draws
     * @param logInterim log interim density per draw, up to a constant; zeros at first
     */
    void draw(
        UniformRandomProvider rng, double[] covariates, double[][] theta, double[] logInterim);
  }

  static GivenDrawsProblem of(
      String name, Text text, int objects, int perObject, long seed, MockObject mock) {
    List<DrawBlock> blocks = new ArrayList<>();
    for (int from = 0; from < objects; from += OBJECTS_PER_BLOCK) {
      int n = Math.min(OBJECTS_PER_BLOCK, objects - from);
      blocks.add(block(text, from, n, perObject, seed, mock));
    }
    return new GivenDrawsProblem(name, text.model(), blocks);
  }

  private static DrawBlock block(
      Text text, int first, int n, int perObject, long seed, MockObject mock) {
    double[][] theta = new double[text.thetas.size()][n * perObject];
    double[][] covariates = new double[text.covariates.size()][n];
    double[] logWeight = new double[n * perObject];
    double[] logInterim = new double[n * perObject];
    for (int i = 0; i < n; i++) {
      double[] x = new double[covariates.length];
      double[][] own = new double[theta.length][perObject];
      double[] interim = new double[perObject];
      mock.draw(new Streams(seed).stream("mock", "g" + (first + i), 0, 0), x, own, interim);
      for (int c = 0; c < x.length; c++) {
        covariates[c][i] = x[c];
      }
      for (int t = 0; t < own.length; t++) {
        System.arraycopy(own[t], 0, theta[t], i * perObject, perObject);
      }
      for (int k = 0; k < perObject; k++) {
        logInterim[i * perObject + k] = interim[k];
        logWeight[i * perObject + k] = -interim[k] - Math.log(perObject);
      }
    }
    return new DrawBlock(
        IntStream.range(first, first + n).mapToObj(i -> "g" + i).toList(),
        IntStream.rangeClosed(0, n).map(i -> i * perObject).toArray(),
        named(text.thetas, theta),
        named(text.covariates, covariates),
        logWeight,
        logInterim);
  }

  private static Map<String, double[]> named(List<String> names, double[][] columns) {
    Map<String, double[]> map = new LinkedHashMap<>();
    for (int j = 0; j < columns.length; j++) {
      map.put(names.get(j), columns[j]);
    }
    return map;
  }

  int dimension() {
    return model.hyperprior().dimension();
  }

  int objects() {
    return draws.stream().mapToInt(DrawBlock::objects).sum();
  }

  LocalEvaluator evaluator(int threads) {
    return LocalEvaluator.of(model.logIntegrand(), model.hyperprior().names(), draws, threads);
  }

  PopulationFit.Result fit(FitPath.Wanted wanted, int effective, long seed) {
    try (LocalEvaluator evaluator = evaluator(1)) {
      return new PopulationFit(
              model, evaluator, Optional.empty(), seed, SamplingGoal.answer(effective), wanted)
          .fit(Optional.empty());
    }
  }

  /** Largest difference of two means, in sd of the second. */
  static double meanError(Hyperposterior found, Hyperposterior truth) {
    return IntStream.range(0, truth.mean().length)
        .mapToDouble(j -> Math.abs(found.mean()[j] - truth.mean()[j]) / truth.sd(j))
        .max()
        .orElseThrow();
  }

  /** Largest relative difference of two sds. */
  static double sdError(Hyperposterior found, Hyperposterior truth) {
    return IntStream.range(0, truth.mean().length)
        .mapToDouble(j -> Math.abs(found.sd(j) / truth.sd(j) - 1))
        .max()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return name + " " + Arrays.asList(dimension(), objects());
  }
}

package org.skypool.jobs.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.random.Streams;

/**
 * A population of one individual parameter {@code x} with draws of its objects, made from a truth
 * of its hyperparameters.
 *
 * <p>Objects have a covariate {@code z}, uniform on (0, 1), and a covariate {@code group}, one of
 * {@link #GROUPS} numbers in turn. Their measurement errors are normal; the draws are of each
 * object's likelihood, all of the same weight.
 *
 * @param model the population
 * @param blocks the draws
 */
record ModelDraws(PopulationModel model, List<DrawBlock> blocks) {
  /** Values of the covariate {@code group}: 0, 1, ... */
  static final int GROUPS = 19;

  private static final int BLOCK_OBJECTS = 1024;
  private static final String X = "x";
  private static final String Z = "z";
  private static final String GROUP = "group";

  /** Draws an object's true value. */
  interface Truth {
    double sample(double z, int group, UniformRandomProvider rng);
  }

  /**
   * Makes draws.
   *
   * @param density formula of {@code x}
   * @param hyperpriors formula by hyperparameter
   * @param error standard deviation of the measurement errors
   * @param positive whether draws stay above 1e-3
   */
  static ModelDraws of(
      String density,
      Map<String, String> hyperpriors,
      Truth truth,
      double error,
      boolean positive,
      int objects,
      int perObject) {
    PopulationModel model = model(density, hyperpriors);
    UniformRandomProvider rng = new Streams(2).stream("bench", "", 0, 0);
    List<DrawBlock> blocks =
        IntStream.range(0, (objects + BLOCK_OBJECTS - 1) / BLOCK_OBJECTS)
            .mapToObj(
                b ->
                    block(
                        b * BLOCK_OBJECTS,
                        Math.min(objects, (b + 1) * BLOCK_OBJECTS),
                        perObject,
                        truth,
                        error,
                        positive,
                        rng))
            .toList();
    return new ModelDraws(model, blocks);
  }

  private static PopulationModel model(String density, Map<String, String> hyperpriors) {
    List<Double> groups = IntStream.range(0, GROUPS).mapToObj(g -> (double) g).toList();
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of(X),
            List.of(Z, GROUP),
            Map.of(X, density),
            hyperpriors,
            Optional.empty(),
            Optional.empty(),
            false,
            Set.of(),
            Set.of(),
            Map.of(GROUP, groups)));
  }

  private static DrawBlock block(
      int first,
      int last,
      int perObject,
      Truth truth,
      double error,
      boolean positive,
      UniformRandomProvider rng) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    int n = last - first;
    double[] x = new double[n * perObject];
    double[] z = new double[n];
    double[] group = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = rng.nextDouble();
      group[i] = (first + i) % GROUPS;
      double measured = truth.sample(z[i], (first + i) % GROUPS, rng) + error * normal.sample();
      for (int k = i * perObject; k < (i + 1) * perObject; k++) {
        double drawn = measured + error * normal.sample();
        x[k] = positive ? Math.max(1e-3, Math.abs(drawn)) : drawn;
      }
    }
    double[] logWeight = new double[x.length];
    Arrays.fill(logWeight, -StrictMath.log(perObject));
    return new DrawBlock(
        IntStream.range(first, last).mapToObj(i -> "o" + i).toList(),
        IntStream.rangeClosed(0, n).map(i -> i * perObject).toArray(),
        Map.of(X, x),
        Map.of(Z, z, GROUP, group),
        logWeight,
        new double[x.length]);
  }

  /** The likelihood of the population over these draws. */
  LocalEvaluator evaluator(int threads) {
    return LocalEvaluator.of(model.logIntegrand(), model.hyperprior().names(), blocks, threads);
  }

  /** Number of draws of all objects. */
  long draws() {
    return blocks.stream().mapToLong(DrawBlock::draws).sum();
  }

  /** As many vectors as one pass takes, near the medians of the hyperpriors. */
  double[][] vectors() {
    int dimension = model.hyperprior().dimension();
    double[][] vectors = new double[PopulationEvaluator.VECTORS_PER_PASS][];
    Arrays.setAll(
        vectors,
        v -> {
          double[] z = new double[dimension];
          Arrays.setAll(z, d -> 0.1 * StrictMath.sin(1 + v + 7.0 * d));
          return model.hyperprior().natural(z);
        });
    return vectors;
  }
}

package org.skypool.jobs.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.skypool.core.density.Schechter;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.likelihood.LocalEvaluator;
import org.skypool.core.likelihood.PopulationEvaluator;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;
import org.skypool.core.random.Streams;

/**
 * Draws of galaxy masses under a Schechter population with two hyperparameters: the work that
 * kernels are measured on.
 *
 * @param objects how many galaxies
 * @param perObject draws of each
 * @param mass log10 stellar mass per draw
 * @param logWeight per draw
 */
record SchechterDraws(int objects, int perObject, double[] mass, double[] logWeight) {
  private static final String MASS = "log_mass";
  private static final double LOWEST = 8.2;
  private static final double HIGHEST = 12;
  private static final double SPREAD = 0.2;

  /** Slope, knee, lower limit. */
  private static final double[] TRUTH = {-1.25, 10.6, 8};

  /** Draws scattered about a mass of each galaxy. */
  static SchechterDraws of(int objects, int perObject) {
    UniformRandomProvider rng = new Streams(1).stream("bench", "", 0, 0);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    double[] mass = new double[objects * perObject];
    double[] logWeight = new double[mass.length];
    for (int i = 0; i < objects; i++) {
      double centre = LOWEST + (HIGHEST - LOWEST) * rng.nextDouble();
      for (int k = i * perObject; k < (i + 1) * perObject; k++) {
        double drawn = centre + SPREAD * normal.sample();
        mass[k] = Math.max(LOWEST, Math.min(HIGHEST, drawn));
        logWeight[k] = -2 * rng.nextDouble();
      }
    }
    return new SchechterDraws(objects, perObject, mass, logWeight);
  }

  /** As many vectors (slope, knee) as one pass takes. */
  static double[][] vectors() {
    double[][] vectors = new double[PopulationEvaluator.VECTORS_PER_PASS][];
    Arrays.setAll(vectors, v -> new double[] {-1.4 + 0.005 * v, 10.6 + 0.003 * v});
    return vectors;
  }

  /**
   * Masses drawn from the population itself, each measured with the error of its draws; those
   * measured below 8.2 are left out.
   */
  static SchechterDraws mock(int objects, int perObject) {
    UniformRandomProvider rng = new Streams(1).stream("bench mock", "", 0, 0);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(rng);
    Schechter schechter = new Schechter();
    double[] mass = new double[objects * perObject];
    double[] logWeight = new double[mass.length];
    Arrays.fill(logWeight, -StrictMath.log(perObject));
    for (int i = 0; i < objects; i++) {
      double measured;
      do {
        measured = schechter.sample(rng, TRUTH) + SPREAD * normal.sample();
      } while (measured < LOWEST);
      for (int k = i * perObject; k < (i + 1) * perObject; k++) {
        mass[k] = measured + SPREAD * normal.sample();
      }
    }
    return new SchechterDraws(objects, perObject, mass, logWeight);
  }

  /** The population, slope and knee free. */
  static PopulationModel model() {
    Map<String, String> priors = new LinkedHashMap<>();
    priors.put("slope", "uniform(-2, 0)");
    priors.put("knee", "uniform(9.5, 11.5)");
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of(MASS),
            List.of(),
            Map.of(MASS, "schechter(slope = slope, knee = knee, above = 8)"),
            priors,
            Optional.empty(),
            Optional.empty(),
            false));
  }

  /** The likelihood of the population over these draws, on one thread. */
  LocalEvaluator evaluator() {
    PopulationModel model = model();
    return LocalEvaluator.of(model.logIntegrand(), model.hyperprior().names(), List.of(block()), 1);
  }

  /** By the first vector: the log likelihood and its derivatives by slope and knee. */
  double[] sums() {
    try (LocalEvaluator evaluator = evaluator()) {
      PopulationEvaluator.Gradients at = evaluator.gradients(new double[][] {vectors()[0]});
      return new double[] {at.values()[0], at.gradients()[0][0], at.gradients()[0][1]};
    }
  }

  private DrawBlock block() {
    return new DrawBlock(
        IntStream.range(0, objects).mapToObj(i -> "galaxy-" + i).toList(),
        IntStream.rangeClosed(0, objects).map(i -> i * perObject).toArray(),
        Map.of(MASS, mass),
        Map.of(),
        logWeight,
        new double[mass.length]);
  }
}

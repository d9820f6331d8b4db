package org.skypool.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Many walkers that stretch towards one another (Goodman &amp; Weare 2010,
 * doi:10.2140/camcos.2010.5.65): a sampler that shares nothing with the project's and needs no
 * tuning.
 */
final class EnsembleChains {
  private static final double STRETCH = 2;

  private EnsembleChains() {}

  /**
   * Draws of a density.
   *
   * @param logDensity minus infinity outside the support
   * @param start one point inside it, around which the walkers begin
   * @param width of that beginning, by coordinate
   * @return every tenth state of every walker of the second half
   */
  static List<double[]> sample(
      ToDoubleFunction<double[]> logDensity, double[] start, double[] width, int steps) {
    int dimension = start.length;
    int walkers = 8 * dimension;
    SplittableRandom random = new SplittableRandom(11);
    double[][] at = new double[walkers][dimension];
    double[] log = new double[walkers];
    for (int w = 0; w < walkers; w++) {
      do {
        for (int j = 0; j < dimension; j++) {
          at[w][j] = start[j] + width[j] * random.nextGaussian();
        }
        log[w] = logDensity.applyAsDouble(at[w]);
      } while (!(log[w] > Double.NEGATIVE_INFINITY));
    }
    List<double[]> draws = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int w = 0; w < walkers; w++) {
        int half = w < walkers / 2 ? walkers / 2 : 0;
        double[] other = at[half + random.nextInt(walkers / 2)];
        double root = 1 + (STRETCH - 1) * random.nextDouble();
        double z = root * root / STRETCH;
        double[] proposed = new double[dimension];
        for (int j = 0; j < dimension; j++) {
          proposed[j] = other[j] + z * (at[w][j] - other[j]);
        }
        double value = logDensity.applyAsDouble(proposed);
        double accept = (dimension - 1) * Math.log(z) + value - log[w];
        if (Math.log(random.nextDouble()) < accept) {
          at[w] = proposed;
          log[w] = value;
        }
      }
      if (step >= steps / 2 && step % 10 == 0) {
        for (double[] walker : at) {
          draws.add(walker.clone());
        }
      }
    }
    return draws;
  }
}

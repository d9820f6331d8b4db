package org.skypool.jobs.stage;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.inference.PopulationSample;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.report.Band;

/**
 * Marginals of individual parameters whose densities depend on others, by sampling: one sample,
 * made when it is first asked for, serves all of them.
 */
final class SampledPanel {
  private static final int VECTORS = 60;
  private static final int SAMPLES = 12_000;
  private static final int BINS = 40;
  private static final long SEED = 40;

  private final PopulationModel population;
  private final double[][] phis;
  private final Map<String, double[]> covariates;
  private final int objects;
  private PopulationSample sample;

  /**
   * Prepares for a population.
   *
   * @param covariates of some objects that stand for all
   * @param objects number of those
   */
  SampledPanel(
      PopulationModel population, double[][] phis, Map<String, double[]> covariates, int objects) {
    this.population = population;
    this.phis = phis;
    this.covariates = covariates;
    this.objects = objects;
  }

  /** The band of one individual parameter; empty where the population cannot be drawn from. */
  Optional<Band> of(String theta, double[] ends) {
    double[] x = new double[BINS];
    Arrays.setAll(x, b -> ends[0] + (ends[1] - ends[0]) * (b + 0.5) / BINS);
    try {
      if (sample == null) {
        sample =
            PopulationSample.of(
                population,
                ShrinkObjects.thinned(phis, VECTORS),
                covariates,
                objects,
                SAMPLES,
                SEED);
      }
      return Optional.of(PopulationPanel.band(x, sample.densities(theta, ends, BINS)));
    } catch (UnsupportedOperationException cannot) {
      return Optional.empty();
    }
  }
}

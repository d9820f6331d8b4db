package org.skypool.jobs.stage;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.inference.PopulationMarginal;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.report.Band;

/** The marginal of an individual parameter whose density depends on others, by sampling. */
final class SampledPanel {
  private static final int VECTORS = 60;
  private static final int SAMPLES = 12_000;
  private static final int BINS = 40;
  private static final long SEED = 40;

  private SampledPanel() {}

  /**
   * Its band.
   *
   * @param covariates of some objects that stand for all
   * @return empty where the population cannot be drawn from
   */
  static Optional<Band> of(
      PopulationModel population,
      String theta,
      double[][] phis,
      Map<String, double[]> covariates,
      int objects,
      double[] ends) {
    double[] x = new double[BINS];
    Arrays.setAll(x, b -> ends[0] + (ends[1] - ends[0]) * (b + 0.5) / BINS);
    try {
      double[][] rows =
          PopulationMarginal.sampled(
              population,
              theta,
              ShrinkObjects.thinned(phis, VECTORS),
              covariates,
              objects,
              ends,
              BINS,
              SAMPLES,
              SEED);
      return Optional.of(PopulationPanel.band(x, rows));
    } catch (UnsupportedOperationException cannot) {
      return Optional.empty();
    }
  }
}

package org.skypool.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.population.PopulationModel;
import org.skypool.core.population.PopulationParser;
import org.skypool.core.population.PopulationText;

class PopulationSampleTest {
  private static final int SAMPLES = 40_000;
  private static final int BINS = 8;

  /** y given x is normal(x, 1), and x normal(c, 1): alone, y is normal(c, sqrt 2). */
  private static PopulationModel population() {
    return PopulationParser.parse(
        FormulaParser.standard(),
        new PopulationText(
            List.of("x", "y"),
            List.of("c"),
            Map.of("x", "normal(c + mu, 1)", "y", "normal(x, 1)"),
            Map.of("mu", "normal(0, 1)"),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  /** Counts in three bins have a relative noise of at most 0.8 %: 5 of them. */
  @Test
  void marginals() {
    PopulationSample sample =
        PopulationSample.of(
            population(),
            new double[][] {{0}, {1}},
            Map.of("c", new double[] {2, 2}),
            2,
            SAMPLES,
            1);
    double[] range = {0, 8};
    for (int v = 0; v < 2; v++) {
      double[] y = sample.densities("y", range, BINS)[v];
      double[] x = sample.densities("x", range, BINS)[v];
      for (int b = 1; b < BINS - 1; b++) {
        assertEquals(mean(b, 2 + v, Math.sqrt(2)), y[b], 0.04 * y[b] + 0.002);
        assertEquals(mean(b, 2 + v, 1), x[b], 0.04 * x[b] + 0.002);
      }
    }
  }

  /** Probability of three bins of width 1 around bin b, each a third. */
  private static double mean(int b, double centre, double sd) {
    NormalDistribution normal = NormalDistribution.of(centre, sd);
    return normal.probability(b - 1, b + 2) / 3;
  }

  @Test
  void unknownTheta() {
    PopulationSample sample =
        PopulationSample.of(
            population(), new double[][] {{0}}, Map.of("c", new double[] {0}), 1, 10, 1);
    assertThrows(
        IllegalArgumentException.class, () -> sample.densities("z", new double[] {0, 1}, 4));
  }
}
